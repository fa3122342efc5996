"""Whether two records answer alike, whatever they are asked."""

from __future__ import annotations

from registry.index import IndexRecord
from registry.names import Kind
from registry.record import Place
from registry.statements import Claim, Evaluation
from tests.registry.whole import WholeRecord


def assert_alike(record: IndexRecord, whole: WholeRecord) -> None:
    """Ask both about everything that is on record, and something that is not."""
    assert record.today == whole.today
    assert record.statement("0" * 64) is None
    assert record.publisher("nobody.example") is None
    assert list(record.rankings("No Such Board")) == []
    for kind in Kind:
        assert list(record.names(kind)) == list(whole.names(kind))
        for name in whole.names(kind):
            assert list(record.alike(kind, name)) == list(whole.alike(kind, name))
    for one in whole.logged:
        assert record.statement(one.id) == whole.statement(one.id)
        assert list(record.about(one.id)) == list(whole.about(one.id))
        for name in one.statement.signers:
            assert record.publisher(name) == whole.publisher(name)
        match one.statement:
            case Claim():
                board = one.statement.leaderboard
            case Evaluation():
                board, place = one.statement.leaderboard.name, Place(one.statement.published, one.index)
                assert list(record.earlier(board, place)) == list(whole.earlier(board, place))
                assert list(record.later(board, place)) == list(whole.later(board, place))
                beside = (board, one.statement.leaderboard.release, one.statement.published)
                assert list(record.beside(*beside)) == list(whole.beside(*beside))
                for placement in one.statement.placements:
                    assert list(record.placements(placement.model)) == list(whole.placements(placement.model))
            case _:
                continue
        assert list(record.rankings(board)) == list(whole.rankings(board))
        assert list(record.claims(board)) == list(whole.claims(board))
