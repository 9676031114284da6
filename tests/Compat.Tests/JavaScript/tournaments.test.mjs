import assert from "node:assert/strict";
import { test } from "node:test";
import { client, format, refusal, signIn } from "./game.mjs";

const cup = `cup_${format}`;
const small = `small_${format}`;
const category = format === "json" ? 102 : 103;

test("tournaments are listed to the last page", async () => {
  const player = await signIn();
  const seen = [];
  let cursor = undefined;
  do {
    const page = await client.listTournaments(player, category, category, undefined, undefined, 2, cursor);
    seen.push(...page.tournaments);
    cursor = page.cursor;
  } while (cursor);
  assert.deepEqual(seen.map((listed) => listed.id), [1, 2, 3, 4, 5].map((i) => `listed_${format}_${i}`));
  const [first] = seen;
  assert.deepEqual([first.title, first.category, first.sort_order, first.duration, first.can_enter], ["Listed", category, 1, 86400, true]);
  assert.equal(first.end_active, first.next_reset);
  assert.equal(((await client.listTournaments(player, category, category, 0, 1, 10)).tournaments ?? []).length, 0);
});

test("a tournament is joined, played and listed to its last page and back", async () => {
  const players = [];
  for (let i = 1; i <= 7; i++) {
    const player = await signIn();
    assert.equal(await client.joinTournament(player, cup), true);
    const written = await client.writeTournamentRecord(player, cup, { score: String(i), subscore: "2", metadata: { weapon: "bow" } });
    assert.deepEqual([Number(written.score), Number(written.subscore), written.num_score, Number(written.rank)], [i, 2, 1, 1]);
    assert.deepEqual(written.metadata, { weapon: "bow" });
    players.push(player);
  }
  for (let attempt = 2; attempt <= 4; attempt++) {
    assert.equal((await client.writeTournamentRecord(players[6], cup, { score: "0" })).num_score, Math.min(attempt, 3));
  }

  const best = players.map((player) => player.user_id).reverse();
  const list = (cursor) => client.listTournamentRecords(players[0], cup, undefined, 3, cursor);
  const pages = [await list()];
  while (pages.at(-1).next_cursor) pages.push(await list(pages.at(-1).next_cursor));
  assert.deepEqual(pages.flatMap((page) => page.records.map((record) => record.owner_id)), best);
  const back = await list((await list(pages.at(-1).prev_cursor)).prev_cursor);
  assert.deepEqual(back.records.map((record) => record.owner_id), best.slice(0, 3));

  const owners = await client.listTournamentRecords(players[0], cup, [best[6], best[2]], 1);
  assert.deepEqual(owners.owner_records.map((record) => [record.owner_id, Number(record.rank)]), [[best[2], 3], [best[6], 7]]);
  const around = await client.listTournamentRecordsAroundOwner(players[0], cup, best[3], 3);
  assert.deepEqual(around.records.map((record) => Number(record.rank)), [3, 4, 5]);
  const below = await client.listTournamentRecordsAroundOwner(players[0], cup, best[3], 3, undefined, around.next_cursor);
  assert.deepEqual(below.records.map((record) => Number(record.rank)), [6, 7]);
  const above = await client.listTournamentRecordsAroundOwner(players[0], cup, best[3], 3, undefined, around.prev_cursor);
  assert.deepEqual(above.records.map((record) => Number(record.rank)), [1, 2]);

  await client.deleteTournamentRecord(players[6], cup);
  assert.deepEqual((await client.listTournamentRecords(players[0], cup, undefined, 100)).records.map((record) => record.owner_id), best.slice(1));
});

test("a full tournament turns away", async () => {
  const [ann, bob, cid] = [await signIn(), await signIn(), await signIn()];
  await client.writeTournamentRecord(ann, small, { score: "5" });
  await client.writeTournamentRecord(bob, small, { score: "4" });
  const full = await refusal(client.writeTournamentRecord(cid, small, { score: "1" }));
  assert.deepEqual([full.status, full.body.code, full.body.message], [400, 9, "Tournament has reached max size."]);
  const { tournaments } = await client.listTournaments(ann, 11, 11, undefined, undefined, 100);
  const listed = tournaments.find((entry) => entry.id === small);
  assert.deepEqual([listed.size, listed.max_size, listed.max_num_score], [2, 2, 2]);
  await client.deleteTournamentRecord(ann, small);
  await client.writeTournamentRecord(cid, small, { score: "1" });
});

test("who has not joined is told so, and an unknown tournament is not found", async () => {
  const player = await signIn();
  const unjoined = await refusal(client.writeTournamentRecord(player, cup, { score: "1" }));
  assert.deepEqual([unjoined.status, unjoined.body.code, unjoined.body.message], [400, 9, "Must join tournament before attempting to write value."]);
  const unknown = await refusal(client.joinTournament(player, "nowhere"));
  assert.deepEqual([unknown.status, unknown.body.code, unknown.body.message], [404, 5, "Tournament not found."]);
});
