import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, format, inbox, signIn } from "./game.mjs";

// The official adapter knows a party as it was before there were hidden ones: what it takes for the members is the leader, and it sees no size. All else it sees right.
const isShownRight = format === "json";

/** A party as the client is shown it. */
function assertShown(party, id, open, size, leader, members) {
  assert.equal(party.party_id, id);
  assert.equal(party.open ?? false, open);
  assert.deepEqual(names(party.presences), isShownRight ? members : [leader]);
  if (isShownRight) assert.deepEqual([party.max_size, party.leader.username], [size, leader]);
}

const names = (presences) => (presences ?? []).map((presence) => presence.username);

/** New players whose pushes about parties can be awaited one by one. */
async function players(count) {
  const all = [];
  for (let i = 0; i < count; i++) {
    const session = await signIn();
    const socket = await connect(session);
    all.push({
      session, socket, name: session.username,
      parties: inbox(socket, "onparty"), presences: inbox(socket, "onpartypresence"), data: inbox(socket, "onpartydata"),
      leaders: inbox(socket, "onpartyleader"), requests: inbox(socket, "onpartyjoinrequest"), closes: inbox(socket, "onpartyclose"),
    });
  }
  return all;
}

const leave = (...all) => all.forEach(({ socket }) => socket.disconnect(false));

/** Joins an open party; everybody in it has heard of it afterwards. */
async function join(player, party, ...others) {
  await player.socket.joinParty(party.party_id);
  const shown = await player.parties.next();
  let self;
  for (const one of [player, ...others]) {
    const { joins } = await one.presences.next();
    assert.deepEqual(names(joins), [player.name]);
    [self] = joins;
  }
  return { shown, self };
}

async function create(player, open, size) {
  const party = await player.socket.createParty(open, size);
  await player.parties.next();
  assert.deepEqual(names((await player.presences.next()).joins), [player.name]);
  return party;
}

test("players meet in an open party, talk, lead and leave", async () => {
  const [ann, bob, cat] = await players(3);
  const party = await create(ann, true, 3);
  assertShown(party, party.party_id, true, 3, ann.name, [ann.name]);
  if (isShownRight) assert.equal(party.self.username, ann.name);
  const { shown, self } = await join(bob, party, ann);
  assertShown(shown, party.party_id, true, 3, ann.name, [ann.name, bob.name]);
  assertShown((await join(cat, party, ann, bob)).shown, party.party_id, true, 3, ann.name, [ann.name, bob.name, cat.name]);

  await bob.socket.sendPartyData(party.party_id, 7, "hello");
  for (const other of [ann, cat]) {
    const data = await other.data.next();
    assert.equal(Number(data.op_code), 7);
    assert.equal(new TextDecoder().decode(data.data), "hello");
    assert.equal(data.presence.username, bob.name);
  }

  await ann.socket.promotePartyMember(party.party_id, self);
  for (const one of [ann, bob, cat]) assert.equal((await one.leaders.next()).presence.username, bob.name);
  await assert.rejects(ann.socket.closeParty(party.party_id), (error) => error.code === 3 && error.message === "Error closing party: party leader only");
  await bob.socket.leaveParty(party.party_id);
  for (const one of [ann, cat]) {
    assert.equal((await one.leaders.next()).presence.username, ann.name);
    assert.deepEqual(names((await one.presences.next()).leaves), [bob.name]);
  }

  await ann.socket.closeParty(party.party_id);
  for (const one of [ann, cat]) assert.equal((await one.closes.next()).party_id, party.party_id);
  await assert.rejects(bob.socket.joinParty(party.party_id), (error) => error.code === 3 && error.message === "Error joining party: party not found");
  leave(ann, bob, cat);
});

test("players ask to be let into a closed party", async () => {
  const [ann, bob, cat] = await players(3);
  const party = await create(ann, false, 3);
  assertShown(party, party.party_id, false, 3, ann.name, [ann.name]);
  for (const asker of [bob, cat]) {
    await asker.socket.joinParty(party.party_id);
    assert.deepEqual(names((await ann.requests.next()).presences), [asker.name]);
  }

  const requests = await ann.socket.listPartyJoinRequests(party.party_id);
  assert.deepEqual(names(requests.presences), [bob.name, cat.name]);
  await ann.socket.acceptPartyMember(party.party_id, requests.presences[0]);
  assertShown(await bob.parties.next(), party.party_id, false, 3, ann.name, [ann.name, bob.name]);
  assert.deepEqual(names((await ann.presences.next()).joins), [bob.name]);
  await ann.socket.removePartyMember(party.party_id, requests.presences[1]);
  assert.equal((await ann.socket.listPartyJoinRequests(party.party_id)).presences?.length ?? 0, 0);

  await ann.socket.removePartyMember(party.party_id, requests.presences[0]);
  assert.equal((await bob.closes.next()).party_id, party.party_id);
  assert.deepEqual(names((await ann.presences.next()).leaves), [bob.name]);
  leave(ann, bob, cat);
});

test("a party looks for others as one until its leader gives up", async () => {
  const [ann, bob] = await players(2);
  const tickets = [ann, bob].map(({ socket }) => inbox(socket, "onpartymatchmakerticket"));
  const party = await create(ann, true, 2);
  await join(bob, party, ann);
  const search = ({ socket }) => socket.addMatchmakerParty(party.party_id, "+properties.nobody:T", 3, 4, { game: "cards" }, { skill: 7 });
  const { ticket } = await search(ann);
  const told = await tickets[1].next();
  assert.deepEqual([told.party_id, told.ticket], [party.party_id, ticket]);
  await assert.rejects(search(bob), (error) => error.code === 3 && error.message === "Error adding party to matchmaker: party leader only");
  await ann.socket.removeMatchmakerParty(party.party_id, ticket);
  await assert.rejects(
    ann.socket.removeMatchmakerParty(party.party_id, ticket), (error) => error.code === 3 && error.message === "Error closing party: matchmaker ticket not found");
  assert.equal(tickets[0].count(), 0);
  leave(ann, bob);
});

test("a leader whose connection breaks is followed by the next one", async () => {
  const [ann, bob] = await players(2);
  const party = await create(ann, true, 2);
  await join(bob, party, ann);
  ann.socket.disconnect(false);
  assert.equal((await bob.leaders.next()).presence.username, bob.name);
  assert.deepEqual(names((await bob.presences.next()).leaves), [ann.name]);
  leave(bob);
});
