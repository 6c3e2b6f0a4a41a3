"""Every fact of the article that Stepwell is built from has its place in the content.

The article itself is not in the repository. The table below names each of its headings, bullets and
facts by a short label, and says where it went: a content id, and a phrase that its English text keeps.
To move a fact elsewhere, change its row; a row is never simply taken out.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGLISH = Path(__file__).parents[2] / "content" / "en"
TAG = re.compile(r"</?[a-z]+>")

Place = tuple[str, str]

FACTS: dict[str, tuple[Place, ...]] = {
    # Introduction
    "Intro / common": (("library:what_it_is", "many people get a numb leg"),),
    "Intro / mild and short, or lasting and worrying": (
        ("library:what_it_is", "slight and soon over"),
        ("library:what_it_is", "stays and is a worry"),
    ),
    "Intro / feels like tingling": (
        ("library:what_it_is", "• tingling"),
        ("tip:many_ways_to_feel_it", "tingling"),
    ),
    "Intro / feels like pins and needles": (
        ("library:what_it_is", "pins and needles"),
        ("tip:many_ways_to_feel_it", "pins and needles"),
    ),
    "Intro / feels like less": (
        ("library:what_it_is", "less feeling than before"),
        ("tip:many_ways_to_feel_it", "less feeling"),
    ),
    "Intro / feels like nothing, in a part": (
        ("library:what_it_is", "no feeling at all in one part"),
        ("tip:many_ways_to_feel_it", "no feeling at all"),
    ),
    "Intro / knowing helps manage and prevent": (
        ("library:what_it_is", "helps you look after your leg"),
        ("library:what_it_is", "keep further trouble away"),
    ),
    "Intro / why, what, how treated": (
        ("library:what_it_is", "what happens"),
        ("library:causes", "many causes"),
        ("library:treatment", "what helps"),
    ),
    # What it is
    "What / sensation disturbed by nerve signals": (
        ("library:what_it_is", "nerves carry messages"),
        ("library:what_it_is", "you feel less, or you feel something odd"),
        ("tip:how_a_leg_goes_numb", "nerves carry messages"),
    ),
    "What / nerve compressed, irritated, damaged": (
        ("library:what_it_is", "squeezed, irritated or damaged"),
        ("tip:how_a_leg_goes_numb", "squeezed, irritated or damaged"),
    ),
    "What / blood supply": (
        ("library:what_it_is", "too little blood may reach the leg"),
        ("tip:how_a_leg_goes_numb", "too little blood"),
    ),
    "What / one or both legs": (
        ("library:what_it_is", "in one leg, or in both"),
        ("tip:many_ways_to_feel_it", "one leg or both"),
    ),
    "What / thigh, calf, foot, toes": (
        ("library:what_it_is", "the thigh, the calf, the foot or the toes"),
        ("tip:many_ways_to_feel_it", "the thigh, the calf, the foot or the toes"),
    ),
    "What / small area or all": (
        ("library:what_it_is", "one small patch, or all the way down"),
        ("tip:many_ways_to_feel_it", "a patch or the whole leg"),
    ),
    "What / temporary or chronic, by cause": (
        ("library:what_it_is", "it may pass, or it may stay"),
        ("library:what_it_is", "chronic"),
        ("library:what_it_is", "depends on the cause"),
    ),
    # Causes: nerve compression
    "Causes": (("library:causes", "six groups"),),
    "Causes / nerve compression": (
        ("library:nerve_compression", "among the causes that doctors see most"),
        ("library:nerve_compression", "nerve compression"),
    ),
    "Causes / nerve compression / spine": (
        ("library:nerve_compression", "often it happens in the spine"),
        ("tip:back_and_leg", "begin in the lower back"),
    ),
    "Causes / nerve compression / herniated disc": (
        ("library:nerve_compression", "slipped disc (herniated disc)"),
        ("tip:back_and_leg", "slipped disc"),
    ),
    "Causes / nerve compression / stenosis": (
        ("library:nerve_compression", "lumbar spinal stenosis"),
        ("tip:back_and_leg", "narrow spinal canal"),
    ),
    "Causes / nerve compression / sciatic nerve": (("library:nerve_compression", "sciatic nerve"),),
    "Causes / nerve compression / worn discs": (
        ("library:nerve_compression", "degenerative disc disease"),
        ("tip:back_and_leg", "a worn"),
    ),
    "Causes / nerve compression / effects": (
        ("library:nerve_compression", "can't pass on feeling"),
        ("library:nerve_compression", "numb, tingle or get weak"),
        ("tip:back_and_leg", "goes numb, tingles or gets weak"),
    ),
    # Causes: blood flow
    "Causes / circulation": (("library:poor_circulation", "poor circulation"),),
    "Causes / circulation / numb and cold": (
        ("library:poor_circulation", "numb and cold"),
        ("red_flag:cold_pale", "turns cold"),
        ("tip:blood_on_its_way", "numb and cold"),
    ),
    "Causes / circulation / artery disease": (("library:poor_circulation", "peripheral artery disease"),),
    "Causes / circulation / sitting, immobility": (
        ("library:poor_circulation", "sitting or lying still for a long time"),
        ("tip:stand_every_hour", "slows the blood"),
        ("tip:blood_on_its_way", "sitting for long"),
    ),
    "Causes / circulation / vessel disorders": (("library:poor_circulation", "other troubles of the blood vessels"),),
    "Causes / circulation / worse on walking": (
        ("library:poor_circulation", "when they walk or do something active"),
        ("tip:short_walk_counts", "calf cramps"),
        ("tip:blood_on_its_way", "worse on walking"),
    ),
    # Causes: neuropathy
    "Causes / neuropathy": (("library:peripheral_neuropathy", "peripheral neuropathy"),),
    "Causes / neuropathy / damaged peripheral nerves": (
        ("library:peripheral_neuropathy", "outside the brain and spinal cord"),
        ("library:peripheral_neuropathy", "damaged"),
    ),
    "Causes / neuropathy / often behind chronic": (
        ("library:peripheral_neuropathy", "often the reason for numbness that lasts"),
    ),
    "Causes / neuropathy / diabetes": (
        ("library:peripheral_neuropathy", "diabetes"),
        ("tip:long_term_illness", "diabetes"),
        ("tip:blood_sugar", "diabetes"),
    ),
    "Causes / neuropathy / vitamins, B above all": (
        ("library:peripheral_neuropathy", "too few vitamins, above all B vitamins"),
        ("tip:food_for_nerves", "B vitamins"),
    ),
    "Causes / neuropathy / alcohol": (
        ("library:peripheral_neuropathy", "alcohol over years"),
        ("tip:alcohol_and_nerves", "alcohol"),
        ("red_flag:meds", "alcohol"),
    ),
    "Causes / neuropathy / medicines": (
        ("library:peripheral_neuropathy", "some medicines"),
        ("tip:list_of_medicines", "some medicines can affect the nerves"),
        ("red_flag:meds", "new medicine"),
    ),
    "Causes / neuropathy / from the feet upward": (
        ("library:peripheral_neuropathy", "the feet notice it first"),
        ("library:peripheral_neuropathy", "climbs up the legs"),
        ("red_flag:spreading", "climbing up your leg"),
        ("red_flag:foot_wound", "new sore on a foot"),
        ("tip:it_starts_in_the_feet", "climb up the legs"),
    ),
    # Causes: muscles and posture
    "Causes / muscles and posture": (
        ("library:muscle_tension", "tight muscles can press on nerves and on blood vessels"),
        ("library:muscle_tension", "the way you hold yourself"),
        ("exercise:figure_four", "buttock"),
        ("exercise:slow_breathing", "go soft"),
        ("tip:tight_muscles", "press on nerves and blood vessels"),
    ),
    "Causes / muscles and posture / sitting": (
        ("library:muscle_tension", "sitting for hours"),
        ("tip:tight_muscles", "hours in one position"),
    ),
    "Causes / muscles and posture / ergonomics": (("library:muscle_tension", "poor ergonomics"),),
    "Causes / muscles and posture / imbalance": (("library:muscle_tension", "muscle imbalance"),),
    "Causes / muscles and posture / overuse": (
        ("library:muscle_tension", "overuse"),
        ("tip:tight_muscles", "doing too much at once"),
    ),
    "Causes / muscles and posture / positional, eases on moving": (
        ("library:muscle_tension", "comes in one position, and eases once you move"),
        ("tip:change_position", "comes in one position and eases in another"),
    ),
    # Causes: injuries
    "Causes / injuries": (("library:injuries", "after the body has been hurt"),),
    "Causes / injuries / falls, accidents": (
        ("library:injuries", "a fall or an accident"),
        ("red_flag:trauma", "a bad fall, a crash"),
        ("tip:after_a_fall", "after a fall"),
    ),
    "Causes / injuries / sport": (
        ("library:injuries", "sports injury"),
        ("tip:after_a_fall", "sports injury"),
    ),
    "Causes / injuries / surgery": (
        ("library:injuries", "an operation"),
        ("tip:after_a_fall", "an operation"),
    ),
    "Causes / injuries / irritation or swelling, for a time": (
        ("library:injuries", "irritate a nerve, or swelling"),
        ("library:injuries", "feel less for a while"),
        ("tip:after_a_fall", "swelling can bother a nerve"),
    ),
    # Causes: whole body and nervous system
    "Causes / systemic": (("library:systemic_conditions", "less often, but it is serious"),),
    "Causes / systemic / multiple sclerosis": (("library:systemic_conditions", "multiple sclerosis"),),
    "Causes / systemic / stroke, TIA": (
        ("library:systemic_conditions", "stroke"),
        ("library:systemic_conditions", "transient ischemic attack"),
    ),
    "Causes / systemic / spinal cord": (("library:systemic_conditions", "illnesses of the spinal cord"),),
    "Causes / systemic / sudden with weakness or speech is urgent": (
        ("library:systemic_conditions", "sudden numbness together with weakness, or with a change in speech"),
        ("red_flag:stroke", "speech"),
        ("see_doctor:speech", "call an ambulance"),
        ("tip:know_the_alarm_signs", "sudden numbness with weakness"),
    ),
    # Symptoms
    "Symptoms / alone or with others": (
        ("library:symptoms", "a leg is numb and that is all. Sometimes other things come along"),
        ("tip:what_comes_along", "alone, or with company"),
    ),
    "Symptoms / tingling, burning": (
        ("library:symptoms", "tingling or burning"),
        ("tip:what_comes_along", "tingling or burning"),
    ),
    "Symptoms / weakness": (
        ("library:symptoms", "weakness"),
        ("red_flag:weakness", "weaker"),
        ("tip:what_comes_along", "weakness"),
    ),
    "Symptoms / pain down the leg": (
        ("library:symptoms", "pain that runs down the leg"),
        ("red_flag:pain_new", "new pain"),
        ("tip:what_comes_along", "pain that runs down the leg"),
    ),
    "Symptoms / balance": (
        ("library:symptoms", "trouble keeping their balance"),
        ("exercise:balance_stand", "balance"),
        ("tip:clear_the_way", "balance"),
        ("tip:what_comes_along", "balance"),
    ),
    "Symptoms / coordination": (
        ("library:symptoms", "less coordination"),
        ("tip:what_comes_along", "coordination"),
    ),
    "Symptoms / the pattern points to the cause": (
        ("library:symptoms", "helps a doctor find out what is behind it"),
        ("tip:note_the_pattern", "help find the cause"),
    ),
    # Diagnosis
    "Diagnosis / history and symptoms": (
        ("library:diagnosis", "your story"),
        ("library:diagnosis", "which illnesses you have had"),
        ("tip:at_the_visit", "since when"),
    ),
    "Diagnosis / examination": (
        ("library:diagnosis", "physical and nerve examination"),
        ("tip:at_the_visit", "strength, reflexes, touch"),
    ),
    "Diagnosis / imaging": (
        ("library:diagnosis", "an MRI or a CT scan"),
        ("tip:at_the_visit", "MRI or CT"),
    ),
    "Diagnosis / blood tests": (
        ("library:diagnosis", "blood tests, when the cause may lie in the body's chemistry"),
        ("tip:at_the_visit", "blood tests"),
    ),
    "Diagnosis / nerve conduction, for some": (
        ("library:diagnosis", "a nerve test, for some people"),
        ("library:diagnosis", "nerve conduction study"),
        ("tip:at_the_visit", "nerve test"),
    ),
    "Diagnosis / needed for treatment to work": (("library:diagnosis", "works well only when it fits the cause"),),
    # Treatment
    "Treatment": (("library:treatment", "five kinds of treatment"),),
    "Treatment / the cause": (("library:treating_the_cause", "works best when it goes after the illness"),),
    "Treatment / the cause / disc, conservatively": (
        ("library:treating_the_cause", "slipped disc is often cared for without an operation"),
        ("library:treating_the_cause", "conservatively"),
    ),
    "Treatment / the cause / circulation": (("library:treating_the_cause", "get more blood to the leg"),),
    "Treatment / the cause / blood sugar": (
        ("library:treating_the_cause", "keep blood sugar under control"),
        ("tip:blood_sugar", "steady blood sugar"),
    ),
    "Treatment / the cause / vitamins": (("library:treating_the_cause", "the missing ones are brought back up"),),
    "Treatment / physical therapy": (
        ("library:physical_therapy", "spine or the muscles"),
        ("library:physical_therapy", "a main part of the treatment"),
    ),
    "Treatment / physical therapy / nerve pressure": (
        ("library:physical_therapy", "less pressure on the nerve"),
        ("exercise:seated_slider", "first gentle pull"),
        ("exercise:lying_slider", "first gentle pull"),
        ("tip:what_exercise_does", "pressure off a nerve"),
    ),
    "Treatment / physical therapy / posture, mobility": (
        ("library:physical_therapy", "a better posture, and joints that move more freely"),
        ("exercise:cat_camel", "round your back"),
        ("exercise:pelvic_tilt", "back"),
        ("exercise:knee_rolls", "roll"),
        ("exercise:side_knee_bend", "heel"),
        ("exercise:prone_prop", "forearms"),
        ("exercise:standing_back_bend", "lean back"),
        ("tip:what_exercise_does", "frees the joints"),
    ),
    "Treatment / physical therapy / strength": (
        ("library:physical_therapy", "stronger muscles that hold you up"),
        ("exercise:glute_bridge", "lift your hips"),
        ("exercise:sit_to_stand", "stand up"),
        ("exercise:knee_extension", "straighten one knee"),
        ("exercise:bird_dog", "keep your back still"),
        ("exercise:clam_shell", "top knee"),
        ("exercise:toe_raises", "heels stay down"),
        ("exercise:mini_squat", "bend your knees"),
        ("tip:what_exercise_does", "stronger"),
    ),
    "Treatment / physical therapy / circulation": (
        ("library:physical_therapy", "more blood moving"),
        ("exercise:ankle_pumps", "toes"),
        ("exercise:ankle_circles", "circle"),
        ("exercise:heel_raises", "toes"),
        ("exercise:seated_march", "knee"),
        ("tip:what_exercise_does", "more blood to the legs"),
    ),
    "Treatment / medicines / anti-inflammatory": (
        ("library:medications", "medicines against inflammation"),
        ("tip:kinds_of_medicine", "against inflammation"),
    ),
    "Treatment / medicines / pain": (
        ("library:medications", "medicines against pain"),
        ("tip:kinds_of_medicine", "pain"),
    ),
    "Treatment / medicines / nerve pain": (
        ("library:medications", "neuropathic pain"),
        ("tip:kinds_of_medicine", "nerve pain"),
    ),
    "Treatment / medicines / by cause": (("library:medications", "for some causes"),),
    "Treatment / medicines / guided by a professional": (
        ("library:medications", "always settle this with a health professional"),
        ("see_doctor:medicine", "ask your doctor or pharmacist"),
        ("tip:kinds_of_medicine", "doctor or pharmacist"),
    ),
    "Treatment / supportive": (
        ("library:supportive_therapies", "they can bring relief"),
        ("tip:hands_on_help", "they can bring relief"),
    ),
    "Treatment / supportive / massage": (
        ("library:supportive_therapies", "massage"),
        ("tip:hands_on_help", "massage"),
    ),
    "Treatment / supportive / soft tissue": (
        ("library:supportive_therapies", "soft tissue techniques"),
        ("tip:hands_on_help", "soft tissue work"),
    ),
    "Treatment / supportive / stretching": (
        ("library:supportive_therapies", "gentle stretching"),
        ("exercise:knee_to_chest", "gently"),
        ("exercise:calf_stretch", "mild stretch"),
        ("exercise:soleus_stretch", "mild stretch"),
        ("exercise:hamstring_chair", "mild stretch"),
        ("exercise:hamstring_lying", "mild stretch"),
        ("exercise:figure_four_lying", "mild stretch"),
        ("exercise:hip_flexor_stretch", "mild stretch"),
        ("tip:stretch_gently", "mild pull"),
    ),
    "Treatment / supportive / tension and blood flow": (
        ("library:supportive_therapies", "tight muscles let go, and blood moves better"),
    ),
    "Treatment / lifestyle": (("library:lifestyle", "simple habits can ease a numb leg quite a lot"),),
    "Treatment / lifestyle / sitting": (
        ("library:lifestyle", "don't sit for long"),
        ("tip:stand_every_hour", "stand up at least once an hour"),
        ("exercise:stand_up_break", "stand up"),
    ),
    "Treatment / lifestyle / workstation": (
        ("library:lifestyle", "set up your workplace"),
        ("tip:chair_height", "hips"),
        ("tip:screen_height", "screen"),
        ("tip:back_pocket", "back pocket"),
        ("tip:legs_side_by_side", "crossed legs"),
        ("exercise:desk_check", "screen at eye level"),
        ("exercise:upper_back_extension", "backrest"),
        ("exercise:chin_tuck", "shoulder blades"),
    ),
    "Treatment / lifestyle / activity": (
        ("library:lifestyle", "keep moving, week after week"),
        ("tip:short_walk_counts", "five minutes on foot"),
        ("tip:tie_it_to_a_habit", "regular"),
        ("exercise:short_walk", "walk at a pace"),
    ),
    "Treatment / lifestyle / weight": (
        ("library:lifestyle", "healthy weight"),
        ("tip:healthy_weight", "healthy weight"),
    ),
    # When to see a doctor
    "Doctor / stays or gets worse": (
        ("library:see_a_doctor", "the numbness stays or gets worse"),
        ("see_doctor:persists", "stays"),
        ("red_flag:persist", "numbness that stays"),
        ("red_flag:worse", "getting worse"),
        ("tip:when_to_call", "stays or grows"),
    ),
    "Doctor / weakness or pain": (
        ("library:see_a_doctor", "the leg is getting weaker"),
        ("library:see_a_doctor", "you also have pain"),
        ("see_doctor:weakness", "weaker"),
        ("red_flag:weakness", "weaker"),
        ("red_flag:cant_move", "will not lift or move"),
        ("red_flag:pain_new", "numbness that comes with pain"),
        ("red_flag:severe_pain", "pain this strong"),
        ("tip:when_to_call", "comes with pain"),
    ),
    "Doctor / sudden": (
        ("library:see_a_doctor", "the numbness came suddenly"),
        ("see_doctor:sudden", "suddenly"),
        ("red_flag:sudden", "suddenly"),
        ("tip:when_to_call", "came suddenly"),
    ),
    "Doctor / bladder or bowel": (
        ("library:see_a_doctor", "pee or poo"),
        ("see_doctor:bladder", "pee or poo"),
        ("red_flag:bladder", "emergency care now"),
        ("red_flag:bowel", "emergency care now"),
        ("red_flag:saddle", "emergency care now"),
        ("tip:when_to_call", "pee or poo"),
    ),
    "Doctor / walking or balance": (
        ("library:see_a_doctor", "walking or balance"),
        ("see_doctor:walking", "balance"),
        ("red_flag:walk_balance", "walking or balance"),
        ("tip:when_to_call", "walking or keeping your balance"),
    ),
    "Doctor / early pays off": (
        ("library:see_a_doctor", "finding the cause soon leads to better results"),
        ("tip:early_pays_off", "the better the results"),
    ),
    # Prevention
    "Prevention / not everything, but the risk": (
        ("library:prevention", "not every cause can be avoided"),
        ("library:prevention", "lower the risk"),
    ),
    "Prevention / active": (
        ("library:prevention", "stay active"),
        ("tip:active_most_days", "on most days"),
    ),
    "Prevention / posture": (
        ("library:prevention", "mind your posture"),
        ("tip:tall_posture", "the back grows long"),
    ),
    "Prevention / long-term illnesses": (
        ("library:prevention", "look after long-term illnesses"),
        ("tip:long_term_illness", "long-term illnesses"),
    ),
    "Prevention / immobility": (
        ("library:prevention", "don't stay still for long"),
        ("tip:feet_on_journeys", "when you can't get up"),
    ),
    "Prevention / rehabilitation programme": (
        ("library:prevention", "rehab programme"),
        ("tip:keep_the_programme", "rehab programme"),
    ),
    # Questions
    "Question / serious": (
        ("library:is_it_serious", "mild, or serious. The cause decides"),
        ("library:is_it_serious", "numbness that stays should be looked at"),
        ("tip:passing_or_staying", "should be looked at"),
    ),
    "Question / goes away": (
        ("library:goes_away", "for a short time may recover without treatment"),
        ("library:goes_away", "keeps coming back, it needs treatment"),
        ("tip:passing_or_staying", "wakes up by itself"),
    ),
    "Question / back": (
        ("library:back_problems", "yes"),
        ("library:back_problems", "spine is among the most frequent reasons"),
        ("tip:back_and_leg", "lower back"),
    ),
    "Question / exercise": (
        ("library:does_exercise_help", "when the exercise fits you"),
        ("library:does_exercise_help", "bring more blood to the legs and help nerves"),
        ("tip:what_exercise_does", "exercise that fits you"),
    ),
    # Conclusion
    "Conclusion / a symptom, not a diagnosis": (
        ("library:in_short", "numbness is a sign. It is not yet the name of an illness"),
        ("tip:a_sign_not_a_name", "not an illness with one name"),
    ),
    "Conclusion / nerves, blood flow, spine": (("library:in_short", "in the nerves, the spine or the flow of blood"),),
    "Conclusion / the cause is the key": (
        ("library:in_short", "opens the door to the right treatment"),
        ("tip:a_sign_not_a_name", "first the cause, then the treatment"),
    ),
    "Conclusion / many get better": (
        ("library:in_short", "an early visit to a doctor, therapy that fits and new habits"),
        ("library:in_short", "many people get much better"),
        ("library:in_short", "goes away completely"),
        ("tip:many_get_better", "many people get much better"),
    ),
    "Conclusion / whole and individual": (
        ("library:in_short", "a plan made for you as a whole person"),
        ("library:in_short", "feel better for long and move freely again"),
    ),
}


def strings(value: object) -> Iterator[str]:
    """Every string inside a table, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def words_of(table: dict[str, object]) -> str:
    """What a reader sees of a table, in lower case, without tags and line breaks."""
    seen = {key: value for key, value in table.items() if key not in {"source", "serves", "reviewed_by"}}
    return " ".join(TAG.sub("", " ".join(strings(seen))).lower().split())


def english() -> dict[str, str]:
    """`kind:id` -> what a reader sees."""
    found: dict[str, str] = {}

    def take(kind: str, tables: dict[str, dict[str, object]]) -> None:
        found.update({f"{kind}:{name}": words_of(table) for name, table in tables.items()})

    for path in sorted((ENGLISH / "library").glob("*.toml")):
        take("library", tomllib.loads(path.read_text("utf-8")))
    for path in sorted((ENGLISH / "exercises").glob("*.toml")):
        take("exercise", {path.stem: tomllib.loads(path.read_text("utf-8"))})
    for kind, name in (("tip", "tips"), ("red_flag", "red_flags"), ("see_doctor", "see_doctor")):
        take(kind, tomllib.loads((ENGLISH / f"{name}.toml").read_text("utf-8")))
    return found


CONTENT = english()


@pytest.mark.parametrize("fact", FACTS)
def test_the_fact_has_its_place(fact: str) -> None:
    assert FACTS[fact], f"{fact}: a fact needs at least one place"
    for place, phrase in FACTS[fact]:
        assert place in CONTENT, f"{fact}: there is no {place} any more"
        assert phrase.lower() in CONTENT[place], f"{fact}: {place} no longer says {phrase!r}"


@pytest.mark.parametrize("heading", ["Treatment / lifestyle /", "Doctor /", "Prevention /", "Question /"])
def test_every_piece_of_advice_is_a_tip_too(heading: str) -> None:
    without = {"Prevention / not everything, but the risk"}  # says nothing to do
    for fact in FACTS.keys() - without:
        if fact.startswith(heading):
            assert any(place.startswith("tip:") for place, _ in FACTS[fact]), fact


def test_every_page_tip_and_exercise_carries_a_fact() -> None:
    carried = {place for places in FACTS.values() for place, _ in places}
    beyond = {
        "library:questions",  # a list of the questions, no fact of its own
        "tip:look_at_your_feet",  # what follows for numb feet: safety notes, not the article
        "tip:shoes_for_numb_feet",
        "tip:up_or_down_the_leg",
    }
    ours = {place for place in CONTENT if place.split(":")[0] in {"library", "tip", "exercise"}}
    assert ours - carried == beyond
