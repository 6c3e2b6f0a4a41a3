// Places a person can be: for "send location" and for a phone's own clock.

const ROWS = `
Amsterdam|Netherlands|52.3676|4.9041|Europe/Amsterdam
Athens|Greece|37.9838|23.7275|Europe/Athens
Auckland|New Zealand|-36.8485|174.7633|Pacific/Auckland
Bangkok|Thailand|13.7563|100.5018|Asia/Bangkok
Beijing|China|39.9042|116.4074|Asia/Shanghai
Berlin|Germany|52.5200|13.4050|Europe/Berlin
Bogotá|Colombia|4.7110|-74.0721|America/Bogota
Buenos Aires|Argentina|-34.6037|-58.3816|America/Argentina/Buenos_Aires
Cairo|Egypt|30.0444|31.2357|Africa/Cairo
Cape Town|South Africa|-33.9249|18.4241|Africa/Johannesburg
Chatham Islands|New Zealand|-43.9535|-176.5597|Pacific/Chatham
Chicago|United States|41.8781|-87.6298|America/Chicago
Delhi|India|28.6139|77.2090|Asia/Kolkata
Denver|United States|39.7392|-104.9903|America/Denver
Dubai|United Arab Emirates|25.2048|55.2708|Asia/Dubai
Dublin|Ireland|53.3498|-6.2603|Europe/Dublin
Honolulu|United States|21.3069|-157.8583|Pacific/Honolulu
Istanbul|Turkey|41.0082|28.9784|Europe/Istanbul
Jerusalem|Israel|31.7683|35.2137|Asia/Jerusalem
Kathmandu|Nepal|27.7172|85.3240|Asia/Kathmandu
Kyiv|Ukraine|50.4501|30.5234|Europe/Kyiv
Lagos|Nigeria|6.5244|3.3792|Africa/Lagos
Lisbon|Portugal|38.7223|-9.1393|Europe/Lisbon
London|United Kingdom|51.5074|-0.1278|Europe/London
Lord Howe|Australia|-31.5553|159.0821|Australia/Lord_Howe
Los Angeles|United States|34.0522|-118.2437|America/Los_Angeles
Madrid|Spain|40.4168|-3.7038|Europe/Madrid
Mexico City|Mexico|19.4326|-99.1332|America/Mexico_City
Moscow|Russia|55.7558|37.6173|Europe/Moscow
Nairobi|Kenya|-1.2921|36.8219|Africa/Nairobi
New York|United States|40.7128|-74.0060|America/New_York
Oslo|Norway|59.9139|10.7522|Europe/Oslo
Paris|France|48.8566|2.3522|Europe/Paris
Rome|Italy|41.9028|12.4964|Europe/Rome
Santiago|Chile|-33.4489|-70.6693|America/Santiago
São Paulo|Brazil|-23.5505|-46.6333|America/Sao_Paulo
Seoul|South Korea|37.5665|126.9780|Asia/Seoul
Singapore|Singapore|1.3521|103.8198|Asia/Singapore
St John’s|Canada|47.5615|-52.7126|America/St_Johns
Sydney|Australia|-33.8688|151.2093|Australia/Sydney
Tbilisi|Georgia|41.7151|44.8271|Asia/Tbilisi
Tehran|Iran|35.6892|51.3890|Asia/Tehran
Tokyo|Japan|35.6762|139.6503|Asia/Tokyo
Toronto|Canada|43.6532|-79.3832|America/Toronto
Warsaw|Poland|52.2297|21.0122|Europe/Warsaw
`;

export const CITIES = ROWS.trim().split("\n").map((row) => {
  const [name, country, latitude, longitude, zone] = row.split("|");
  return { name, country, latitude: Number(latitude), longitude: Number(longitude), zone };
});

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function searchCities(words) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return CITIES.filter((city) => {
    const text = plain(`${city.name} ${city.country} ${city.zone.replaceAll("_", " ")}`);
    return wanted.every((word) => text.includes(word));
  });
}

/** "40.4, -3.7" as a place, or null. */
export function readCoordinates(text) {
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return null;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** The city within about 50 km of a point, or null. */
export function cityAt({ latitude, longitude }) {
  const near = (city) => Math.hypot(city.latitude - latitude,
    (city.longitude - longitude) * Math.cos(latitude * Math.PI / 180)) < 0.45;
  return CITIES.find(near) ?? null;
}
