"""Applications through the real shell: the same identity twice, and the last seats."""

from __future__ import annotations

import asyncio

from bot.staff import card
from storage import applications
from tests.replacing import replace
from tests.shell import REGISTRATION, Visitor, running_on

THANKS = "وصلنا طلبك"
FULL = "اكتملت مقاعد"


async def test_the_same_identity_elsewhere_goes_to_an_officer_and_nobody_else(
    database_url: str,
) -> None:
    async with running_on(database_url) as app:
        first, second = Visitor(app, "first"), Visitor(app, "second")
        said = await first.say(*REGISTRATION)
        again = await second.say(*REGISTRATION)
        [one], [two] = await first.cases(), await second.cases()
        assert (one.reason, two.reason) == ("submitted", "duplicate_identity")
        assert again.replace(two.reference, one.reference) == said, "nothing is given away"
        shown = card.card(two, app.turns.kit.renderer, "ar")
        assert one.reference in shown
        assert two.reference in shown
        assert "هوية مكررة" in shown
        async with app.database.view() as view:
            kept = await applications.by_reference(view, two.reference)
        assert kept is not None
        assert kept.person != (await first.cases())[0].person, "never merged"


async def test_ones_own_second_application_is_no_duplicate(database_url: str) -> None:
    async with running_on(database_url) as app:
        noura = Visitor(app)
        await noura.say(*REGISTRATION)
        await noura.say("تسجيل", "لنفسي", "مهارات العمل غير الربحي", "نعم", "التطوع", "نعم")
        assert THANKS in await noura.say("حضوريًا", "3", "لا", "تخطي", "إرسال")
        reasons = {case.reason for case in await noura.cases()}
        assert reasons == {"submitted"}
        before = len(await noura.heard())
        await noura.say("تسجيل", "لنفسي", "الاستشارة الفردية", "نعم", "نعم")
        assert "يوجد طلب قائم" in "".join((await noura.heard())[before:])


async def test_two_last_seats_are_not_given_to_three(database_url: str) -> None:
    async with running_on(database_url) as app:
        kit = app.turns.kit
        seated = replace(kit.book.programmes["consultation"], seats=2)
        app.turns.kit = replace(
            kit,
            book=replace(kit.book, programmes={**kit.book.programmes, seated.id: seated}),
        )
        people = [Visitor(app, f"visitor {n}") for n in range(3)]
        await asyncio.gather(*(one.say(*REGISTRATION[:-1]) for one in people))
        ends = await asyncio.gather(*(one.say(REGISTRATION[-1]) for one in people))
        assert sorted(THANKS in end for end in ends) == [False, True, True]
        assert sum(FULL in end for end in ends) == 1
        late = Visitor(app, "late")
        assert FULL in await late.say(*REGISTRATION[:5])
        assert "ما البرنامج المطلوب" in await late.say("برنامج آخر")
