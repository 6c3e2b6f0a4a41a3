"""The figure itself: rounded limbs in plain clothes, the far ones lighter, what moves in the accent colour."""

from bot.delivery.camera import Camera
from bot.delivery.sketching import Colour, Ring, Shape, mixed
from bot.domain.figure import Figure
from bot.domain.skeleton import RADII, SIDES, Body, part
from bot.domain.space import Vec, between

SKIN: Colour = (222, 170, 134)
SHIRT: Colour = (74, 134, 168)
TROUSERS: Colour = (62, 82, 106)
SHOES: Colour = (38, 50, 62)
HAIR: Colour = (84, 66, 58)
EYE: Colour = (52, 42, 40)
ACCENT: Colour = (243, 146, 44)
FAR = 0.38
"""How much of the ground shines through what is further away."""

Group = list[Shape]


def figure_shapes(body: Body, camera: Camera, figure: Figure, ground: Colour) -> list[Group]:
    """The body's parts, the furthest first; each is drawn whole before the next."""
    person = _Person(body, camera, figure, ground)
    groups = [(person.near("waist", "chest"), person.trunk()), (person.near("head") + 0.1, person.head())]
    for side in SIDES:
        groups.append((person.limb_near(side, "knee", "hip"), person.leg(side)))
        groups.append((person.limb_near(side, "elbow", "wrist"), person.arm(side)))
    return [group for _, group in sorted(groups, key=lambda pair: pair[0])]


LIMBS = (
    ("hip", "knee"), ("knee", "ankle"), ("heel", "toe"), ("shoulder", "elbow"), ("elbow", "wrist"), ("wrist", "hand"),
)  # fmt: skip


def shadow(body: Body, camera: Camera, colour: Colour) -> Group:
    """What the body darkens below it, for a view from above."""

    def fallen(name: str) -> Ring:
        x, _, z = body.points[name]
        return camera.flat((x, 0.0, z)), RADII[part(name)] * 0.8

    pairs = [(f"{side}_{one}", f"{side}_{two}") for side in SIDES for one, two in LIMBS]
    pairs += [("pelvis", "waist"), ("waist", "chest"), ("chest", "head")]
    return [Shape((fallen(one), fallen(two)), colour) for one, two in pairs]


class _Person:
    def __init__(self, body: Body, camera: Camera, figure: Figure, ground: Colour) -> None:
        self._body, self._camera, self._figure, self._ground = body, camera, figure, ground

    def near(self, *names: str) -> float:
        return sum(self._camera.near(self._body.points[name]) for name in names) / len(names)

    def limb_near(self, side: str, *names: str) -> float:
        return self.near(*(f"{side}_{name}" for name in names))

    def _ring(self, name: str, radius: float = 0.0) -> Ring:
        return self._camera.flat(self._body.points[name]), radius or RADII[part(name)]

    def _spot(self, point: Vec, radius: float) -> Ring:
        return self._camera.flat(point), radius

    def _tone(self, colour: Colour, side: str, limb: str) -> Colour:
        """A limb's colour: the accent where it moves, lighter where it is the far one."""
        if f"{side}_{limb}" in self._figure.moves or limb in self._figure.moves:
            colour = ACCENT
        far = self._figure.view in ("side", "aslant") and self.near(f"{side}_hip") < self.near("pelvis") - 4
        return mixed(colour, self._ground, FAR) if far else colour

    def leg(self, side: str) -> Group:
        legs = self._tone(TROUSERS, side, "leg")
        foot = self._tone(SHOES if self._figure.shoes else SKIN, side, "foot")
        ankle, heel, ball, toe = (self._ring(f"{side}_{name}") for name in ("ankle", "heel", "ball", "toe"))
        return [
            Shape((ankle, heel), foot),
            Shape(((ankle[0], 3.2), heel, ball), foot),
            Shape((ball, toe), foot),
            Shape((self._ring(f"{side}_hip"), self._ring(f"{side}_knee")), legs),
            Shape((self._ring(f"{side}_knee"), (ankle[0], 4.3)), legs),
        ]

    def arm(self, side: str) -> Group:
        skin, sleeve = self._tone(SKIN, side, "arm"), self._tone(SHIRT, side, "arm")
        shoulder, elbow = self._body.points[f"{side}_shoulder"], self._body.points[f"{side}_elbow"]
        hem = self._spot(between(shoulder, elbow, 0.62), 5.4)
        return [
            Shape((self._ring(f"{side}_elbow"), self._ring(f"{side}_wrist")), skin),
            Shape((self._ring(f"{side}_wrist"), self._ring(f"{side}_hand")), skin),
            Shape((self._ring(f"{side}_shoulder", 5.2), self._ring(f"{side}_elbow")), skin),
            Shape((self._ring(f"{side}_shoulder"), hem), sleeve),
        ]

    def _pair(self, name: str, wide: float) -> tuple[Ring, Ring]:
        frame, point = self._body.frames[name], self._body.points[name]
        one, two = (frame.point(point, 0, 0, wide * out) for out in SIDES.values())
        return self._spot(one, RADII[name]), self._spot(two, RADII[name])

    def trunk(self) -> Group:
        shirt = ACCENT if "trunk" in self._figure.moves else SHIRT
        hips = ACCENT if "pelvis" in self._figure.moves else TROUSERS
        pelvis, lumbar, waist, chest = (
            self._pair(name, wide) for name, wide in (("pelvis", 5.5), ("lumbar", 4), ("waist", 4), ("chest", 5.5))
        )
        shoulders = [self._ring(f"{side}_shoulder") for side in SIDES]
        frame, point = self._body.frames["waist"], self._body.points["waist"]
        belly = self._spot(frame.point(point, 1 + self._body.belly, -3), 9.2)
        collar = self._ring("neck", 5.4)
        return [
            Shape((*pelvis, *lumbar), hips),
            Shape((*lumbar, *waist), shirt),
            Shape((belly, *waist), shirt),
            Shape((*waist, *chest), shirt),
            Shape((*chest, *shoulders, collar), shirt),
        ]

    def head(self) -> Group:
        frame, middle = self._body.frames["head"], self._body.points["head"]
        skin = ACCENT if "head" in self._figure.moves else SKIN
        seen = self._camera.near(frame.front) > -0.5
        neck = Shape((self._ring("neck", 4.4), self._spot(frame.point(middle, -1.5, -6), 4.6)), mixed(SKIN, HAIR, 0.15))
        hair = Shape((self._spot(frame.point(middle, -1.2, 1.2), 10.6),), HAIR)
        if not seen:
            return [neck, hair]
        face = Shape(
            (self._spot(frame.point(middle, 1.6, -2.2), 9.0), self._spot(frame.point(middle, 1.4, -4.5), 7.0)), skin
        )
        nose = Shape(
            (self._spot(frame.point(middle, 10.6, -2.2), 1.7), self._spot(frame.point(middle, 9.4, -0.4), 1.4)), skin
        )
        eyes = [
            Shape((self._spot(frame.point(middle, 7.0, 0.2, 4.2 * out), 1.05),), EYE)
            for out in SIDES.values()
            if self._camera.near(frame.point((0, 0, 0), 5, 0, 4.2 * out)) > 0
        ]
        ears = [
            Shape((self._spot(frame.point(middle, -1.5, -2, 9 * out), 2.3),), mixed(skin, HAIR, 0.2))
            for out in SIDES.values()
            if self._camera.near(frame.point((0, 0, 0), 0, 0, out)) > 0.3
        ]
        return [neck, hair, nose, face, *ears, *eyes]
