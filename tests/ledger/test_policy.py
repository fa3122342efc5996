"""Policies: what they say, and which checkpoints of the public witness network satisfy them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import checkpoint, cosignature, note
from ledger.checkpoint import Checkpoint
from ledger.errors import FormatError, QuorumError, SignatureError
from ledger.note import Algorithm, SignatureLine, Signer, VerifierKey
from ledger.policy import Group, Policy, Witnessed
from tests import foreign

if TYPE_CHECKING:
    from collections.abc import Sequence

LOG = Signer.from_seed("example.org/rankings", bytes(31) + b"\x01")
NEXT_LOG_KEY = Signer.from_seed("example.org/rankings", bytes(31) + b"\x02")
OTHER_LOG = Signer.from_seed("example.net/rankings", bytes(31) + b"\x03")
WITNESSES = [Signer.from_seed(f"w{at}.example.com", bytes(31) + bytes([10 + at])) for at in range(6)]
HEAD = Checkpoint("example.org/rankings", 43, bytes(range(32)))
SEEN = 1_790_000_000
SEEN_AT = datetime.fromtimestamp(SEEN, UTC)


def vkey(signer: Signer) -> str:
    return cosignature.key_of(signer).format()


def listed(count: int) -> str:
    """Return a policy's lines of the log and `count` witnesses, w0 and on."""
    witnesses = "".join(f"witness w{at} {vkey(one)}\n" for at, one in enumerate(WITNESSES[:count]))
    return f"log {LOG.key.format()}\n{witnesses}"


def policy(groups: str, count: int = 6) -> Policy:
    return Policy.parse(listed(count) + groups)


def cosigned(by: Sequence[Signer], signer: Signer = LOG, head: Checkpoint = HEAD) -> bytes:
    signed = checkpoint.sign(head, signer).note
    lines = tuple(cosignature.sign(signed.text, witness, SEEN) for witness in by)
    return note.format(note.Note(signed.text, signed.signatures + lines))


def network_keys() -> list[VerifierKey]:
    lines = foreign.vectors("realworld", "markovian-vkeys.txt").read_text(encoding="utf-8").splitlines()
    return [VerifierKey.parse(line) for line in lines if not line.startswith("#")]


def network_policy(quorum: str) -> Policy:
    """Return a policy of the network's log and its witnesses, w0 to w4 in Ed25519 and w5, w6 in ML-DSA-44."""
    log, *witnesses = network_keys()
    lines = [f"log {log.format()}", *(f"witness w{at} {key.format()}" for at, key in enumerate(witnesses))]
    return Policy.parse("\n".join([*lines, quorum, ""]))


def network_checkpoints() -> list[bytes]:
    proof = foreign.vectors("realworld", "markovian-7271.tlog-proof").read_bytes()
    return [proof.partition(b"\n\n")[2], foreign.vectors("realworld", "markovian-7397.checkpoint").read_bytes()]


# Live checkpoints


def test_five_witnesses_of_the_network_satisfy_a_quorum_of_five() -> None:
    trusted = network_policy("group all5 all w0 w1 w2 w3 w4\nquorum all5")

    for raw in network_checkpoints():
        accepted = trusted.accept(raw)

        assert [one.name for one in accepted.witnesses] == ["w0", "w1", "w2", "w3", "w4"]
        assert accepted.need == 5
        assert accepted.signed.raw == raw


def test_a_post_quantum_cosignature_is_named_and_does_not_count() -> None:
    raw = network_checkpoints()[0]

    assert network_policy("quorum none").accept(raw).unchecked == ("w5", "w6")
    with pytest.raises(QuorumError, match="0 of the 1 that the policy needs"):
        network_policy("quorum w5").accept(raw)


def test_the_live_log_that_cosigns_its_own_checkpoint_is_no_witness_of_it() -> None:
    raw = network_checkpoints()[1]
    (log, *_), lines = network_keys(), note.parse(raw).signatures
    (own,) = [line for line in lines if line.name == log.name and line.key_id != log.key_id]
    itself = VerifierKey(log.name, Algorithm.COSIGNATURE_ML_DSA_44, bytes(1312), own.key_id)

    accepted = Policy((log,), {"itself": itself}).accept(raw)

    assert accepted.witnesses == ()
    assert accepted.unchecked == ()


def test_a_live_checkpoint_whose_origin_is_not_a_key_name_needs_the_origin() -> None:
    raw = foreign.vectors("realworld", "sumdb-57389448.checkpoint").read_bytes()
    key = VerifierKey.parse(foreign.vectors("realworld", "sumdb.vkey").read_text(encoding="utf-8").strip())

    assert Policy.of_log(key).accept(raw, "go.sum database tree").signed.size == 57389448
    with pytest.raises(SignatureError, match=r"needed 'sum.golang.org'"):
        Policy.of_log(key).accept(raw)


# Logs


def test_a_policy_of_one_log_asks_for_no_witness() -> None:
    accepted = Policy.of_log(LOG.key).accept(cosigned([]))

    assert accepted.signed.checkpoint == HEAD
    assert (accepted.witnesses, accepted.need) == ((), 0)


@pytest.mark.parametrize("signer", [LOG, NEXT_LOG_KEY, OTHER_LOG])
def test_any_listed_log_may_sign(signer: Signer) -> None:
    trusted = Policy((LOG.key, NEXT_LOG_KEY.key, OTHER_LOG.key))
    raw = cosigned([], signer, replace(HEAD, origin=signer.name))

    assert trusted.accept(raw).signed.signed_by == signer.key


def test_the_log_that_speaks_is_the_one_with_the_name() -> None:
    """Another listed log may have signed the checkpoint too."""
    raw = note.format(note.sign(HEAD.format(), [OTHER_LOG, LOG]))

    assert Policy((OTHER_LOG.key, LOG.key)).accept(raw).signed.signed_by == LOG.key


def test_an_unlisted_log_is_refused() -> None:
    raw = cosigned([], OTHER_LOG, replace(HEAD, origin=OTHER_LOG.name))

    with pytest.raises(SignatureError, match=r"signed by no known key: example.net/rankings"):
        Policy.of_log(LOG.key).accept(raw)


def test_a_listed_log_that_speaks_for_another_is_refused() -> None:
    raw = cosigned([], OTHER_LOG)

    with pytest.raises(SignatureError, match="origin"):
        Policy((LOG.key, OTHER_LOG.key)).accept(raw)


def test_a_false_line_of_a_listed_log_spoils_the_checkpoint() -> None:
    signed = checkpoint.sign(HEAD, LOG).note
    false = SignatureLine(LOG.name, NEXT_LOG_KEY.key.key_id, bytes(64))
    raw = note.format(note.Note(signed.text, (*signed.signatures, false)))

    with pytest.raises(SignatureError, match="does not verify"):
        Policy((LOG.key, NEXT_LOG_KEY.key)).accept(raw)


def test_a_policy_without_logs_accepts_nothing() -> None:
    with pytest.raises(SignatureError, match="names no log"):
        Policy.parse("quorum none\n").accept(cosigned([]))


def test_the_size_of_a_checkpoint_is_limited_before_it_is_read() -> None:
    with pytest.raises(FormatError, match="at most 65,536"):
        Policy.of_log(LOG.key).accept(bytes(checkpoint.MAX_CHECKPOINT_BYTES + 1))


# Witnesses


def test_who_cosigned_is_named_with_the_time() -> None:
    accepted = policy("quorum w1\n").accept(cosigned([WITNESSES[3], WITNESSES[1]]))

    assert accepted.witnesses == (Witnessed("w1", SEEN_AT), Witnessed("w3", SEEN_AT))
    assert accepted.need == 1


@pytest.mark.parametrize(
    ("groups", "present", "missing", "need"),
    [
        ("quorum w0\n", {0}, 0, 1),
        ("quorum w0\n", {1, 2, 3}, 1, 1),
        ("group g all w0 w1 w2\nquorum g\n", {0, 1, 2}, 0, 3),
        ("group g all w0 w1 w2\nquorum g\n", {0, 2, 5}, 1, 3),
        ("group g any w0 w1 w2\nquorum g\n", {2}, 0, 1),
        ("group g any w0 w1 w2\nquorum g\n", {3}, 1, 1),
        ("group g 2 w0 w1 w2\nquorum g\n", {0, 2}, 0, 2),
        ("group g 2 w0 w1 w2\nquorum g\n", {0, 3, 4, 5}, 1, 2),
        ("group x 2 w0 w1 w2\ngroup y any w3 w4 w5\ngroup xy all x y\nquorum xy\n", {0, 1, 5}, 0, 3),
        ("group x 2 w0 w1 w2\ngroup y any w3 w4 w5\ngroup xy all x y\nquorum xy\n", {0, 1, 2}, 1, 3),
        ("group x 2 w0 w1 w2\ngroup y any w3 w4 w5\ngroup xy all x y\nquorum xy\n", {0, 3, 4, 5}, 1, 3),
        ("group x 2 w0 w1 w2\ngroup y any w3 w4 w5\ngroup xy any x y\nquorum xy\n", {3}, 0, 1),
        ("group x all w0 w1\ngroup y all w2 w3\ngroup xy any x y\nquorum xy\n", {1, 2}, 1, 2),
    ],
)
def test_a_quorum_counts_only_what_brings_it_nearer(groups: str, present: set[int], missing: int, need: int) -> None:
    raw = cosigned([WITNESSES[at] for at in sorted(present)])

    if not missing:
        assert policy(groups).accept(raw).need == need
        return
    with pytest.raises(QuorumError) as caught:
        policy(groups).accept(raw)
    assert (caught.value.have, caught.value.need) == (need - missing, need)


def test_without_its_quorum_a_policy_still_verifies_who_cosigned() -> None:
    trusted = policy("group g all w0 w1\nquorum g\n").without_quorum()

    assert trusted.accept(cosigned([WITNESSES[0]])).witnesses == (Witnessed("w0", SEEN_AT),)


def test_a_false_line_of_a_listed_witness_spoils_the_checkpoint() -> None:
    elsewhere = cosignature.sign(replace(HEAD, size=44).format(), WITNESSES[1], SEEN)
    signed = checkpoint.sign(HEAD, LOG).note
    raw = note.format(note.Note(signed.text, (*signed.signatures, elsewhere)))

    with pytest.raises(SignatureError, match=r"cosignature of w1.example.com"):
        policy("quorum none\n").accept(raw)


def test_lines_of_unlisted_witnesses_are_ignored() -> None:
    raw = cosigned(WITNESSES)

    assert [one.name for one in policy("quorum w0\n", count=1).accept(raw).witnesses] == ["w0"]


@pytest.mark.parametrize(
    "itself",
    [LOG, Signer.from_seed("another.example", bytes(31) + b"\x01"), NEXT_LOG_KEY],
    ids=["its name and key", "its key under another name", "its name with another key"],
)
def test_the_log_is_no_witness_of_itself(itself: Signer) -> None:
    trusted = Policy.parse(f"log {LOG.key.format()}\nwitness w {vkey(itself)}\nquorum w\n")
    raw = cosigned([itself])

    with pytest.raises(QuorumError, match="0 of the 1"):
        trusted.accept(raw)


def test_a_witness_named_as_the_origin_does_not_count_though_the_log_key_has_another_name() -> None:
    named_as_origin = Signer.from_seed(HEAD.origin, bytes(31) + b"\x09")
    key = Signer.from_seed("key.example", bytes(31) + b"\x01")
    trusted = Policy((key.key,), {"w": cosignature.key_of(named_as_origin)}, quorum="w")

    with pytest.raises(QuorumError):
        trusted.accept(cosigned([named_as_origin], key), HEAD.origin)


def test_the_key_of_a_witness_is_found_by_what_its_line_names() -> None:
    trusted = policy("quorum none\n")
    key = cosignature.key_of(WITNESSES[2])

    assert trusted.witness(key.pair) == key
    assert trusted.witness(WITNESSES[2].key.pair) is None
    for unverifiable in network_keys()[-2:]:
        assert Policy((), {"w": unverifiable}).witness(unverifiable.pair) is None


# The file


def test_a_policy_is_read_with_its_comments_spaces_and_addresses() -> None:
    text = (
        f"\n # who\n\t\nlog\t {LOG.key.format()}  https://example.org/rankings/ \n"
        f"  witness #1 {vkey(WITNESSES[0])}\nwitness 金榜 {vkey(WITNESSES[1])} https://w.example/\n#end\n"
        "group both 2 #1 金榜\nquorum both"
    )

    trusted = Policy.parse(text)

    assert trusted.logs == (LOG.key,)
    assert trusted.witnesses == {
        "#1": cosignature.key_of(WITNESSES[0]),
        "金榜": cosignature.key_of(WITNESSES[1]),
    }
    assert trusted.groups == {"both": Group(2, ("#1", "金榜"))}
    assert trusted.quorum == "both"
    assert trusted.addresses == {
        LOG.key: "https://example.org/rankings/",
        cosignature.key_of(WITNESSES[1]): "https://w.example/",
    }


def test_a_policy_is_written_with_one_space_between_words() -> None:
    text = listed(4) + "group x any w0 w1\ngroup y 1 x\ngroup z 2 y w2 w3\nquorum z\n"

    assert Policy.parse(text).format() == text.replace("group y 1 x", "group y all x")


@given(data=st.data())
def test_every_policy_is_read_back(data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 6))
    free = [f"w{at}" for at in range(count)]
    text = listed(count)
    for at in range(data.draw(st.integers(0, 4))):
        if not free:
            break
        members = data.draw(st.lists(st.sampled_from(free), min_size=1, unique=True))
        rule = data.draw(st.sampled_from(["all", "any", *map(str, range(1, len(members) + 1))]))
        text += f"group g{at} {rule} {' '.join(members)}\n"
        free = [f"g{at}", *(name for name in free if name not in members)]
    text += f"quorum {data.draw(st.sampled_from(['none', *free]))}\n"

    parsed = Policy.parse(text)

    assert Policy.parse(parsed.format()) == parsed


def test_32_of_each_and_groups_nested_a_thousand_deep_are_read() -> None:
    """The specification asks for 32; a depth of any size needs no stack."""
    many = [Signer.from_seed(f"w{at}.example.com", at.to_bytes(32)) for at in range(100, 132)]
    logs = "".join(f"log {Signer.from_seed('a.example', at.to_bytes(32)).key.format()}\n" for at in range(200, 232))
    witnesses = "".join(f"witness w{at} {vkey(one)}\n" for at, one in enumerate(many))
    groups = "".join(f"group g{at} any {f'g{at - 1}' if at else 'w0'}\n" for at in range(1000))
    trusted = Policy.parse(f"{logs}log {LOG.key.format()}\n{witnesses}{groups}quorum g999\n")

    assert trusted.accept(cosigned([many[0]])).need == 1
    with pytest.raises(QuorumError, match="0 of the 1"):
        trusted.accept(cosigned([many[1]]))


W0, W1 = vkey(WITNESSES[0]), vkey(WITNESSES[1])


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", "", "no quorum line"),
        (f"log {LOG.key.format()}\n", "", "no quorum line"),
        ("quorum none\nquorum none\n", " line 2", "exactly one"),
        ("quorum\n", " line 1", "exactly one"),
        ("quorum none none\n", " line 1", "exactly one"),
        ("quorum w0\n", " line 1", "'w0' is not defined above"),
        (f"quorum w0\nwitness w0 {W0}\n", " line 1", "'w0' is not defined above"),
        ("\n\nlogs x\n", " line 3", "'logs' is not log, witness, group or quorum"),
        ("Quorum none\n", " line 1", "'Quorum' is not"),
        ("quorum none # why\n", " line 1", "exactly one"),
        ("quorum none\r\n", " line 1", "control character"),
        ("quorum none\x7f\n", " line 1", "control character"),
        ("quorum\u00a0none\n", " line 1", "is not log, witness"),
        ("log\n", " line 1", "needed a vkey"),
        (f"log {LOG.key.format()} a b\n", " line 1", "at most an address"),
        ("log a+b\n", " line 1", "not NAME"),
        (f"log {LOG.key.format()}\nlog {LOG.key.format()}\n", " line 2", "stands above already"),
        (f"log {W0}\n", " line 1", "needed an Ed25519 key"),
        ("witness\n", " line 1", "needed a vkey"),
        ("witness w0\n", " line 1", "needed a vkey"),
        (f"witness w0 {LOG.key.format()}\n", " line 1", "needed a cosigner's key"),
        (f"witness none {W0}\n", " line 1", "'none' is taken"),
        (f"witness w {W0}\nwitness w {W1}\n", " line 2", "'w' is taken"),
        (f"witness v {W0}\nwitness w {W0}\n", " line 2", "stands above already"),
        (f"witness w {W0}\ngroup w any w\n", " line 2", "'w' is taken"),
        (f"witness w {W0}\ngroup none any w\n", " line 2", "'none' is taken"),
        (f"witness w {W0}\ngroup g any\n", " line 2", "needed NAME"),
        (f"witness w {W0}\ngroup g any g\n", " line 2", "'g' is not defined above"),
        (f"witness w {W0}\ngroup g any none\n", " line 2", "'none' is not defined above"),
        (f"witness w {W0}\ngroup g all w w\n", " line 2", "'w' is a member already"),
        (f"witness w {W0}\ngroup g any w\ngroup h any w\n", " line 3", "'w' is a member already"),
        (f"witness w {W0}\ngroup g 0 w\n", " line 2", "threshold 0 of 1"),
        (f"witness w {W0}\ngroup g 2 w\n", " line 2", "threshold 2 of 1"),
        (f"witness w {W0}\ngroup g 01 w\n", " line 2", "not a canonical decimal"),
        (f"witness w {W0}\ngroup g most w\n", " line 2", "not a canonical decimal"),
    ],
)
def test_a_malformed_policy_is_refused_with_line_and_reason(text: str, line: str, why: str) -> None:
    with pytest.raises(FormatError, match=f"^policy{line}: .*{why}"):
        Policy.parse(text)


def test_the_size_of_a_policy_is_limited() -> None:
    with pytest.raises(FormatError, match="1,048,577 characters, at most 1,048,576"):
        Policy.parse("#" * ((1 << 20) + 1))


def test_a_log_may_be_a_witness_of_another() -> None:
    """Its key is for two purposes then, which the specification discourages and does not forbid."""
    both = f"log {LOG.key.format()}\nlog {OTHER_LOG.key.format()}\nwitness other {vkey(OTHER_LOG)}\nquorum other\n"

    assert Policy.parse(both).accept(cosigned([OTHER_LOG])).need == 1
