"""A few people asking at once through the page's endpoint: the crowd test, made short."""

from __future__ import annotations

from eval.crowd import gather, judge
from eval.serving import Served
from tests.browser.conftest import Server
from tests.browser.test_asking import MAYOR, UNANSWERABLE


def test_everybody_gets_their_own_answer_the_same_as_alone(server: Server) -> None:
    crowd = gather(Served(server.url), [MAYOR, UNANSWERABLE], people=4, seconds=0)
    assert {one.person for one in crowd.asked} == set(range(4))
    assert judge(crowd).well, judge(crowd)
