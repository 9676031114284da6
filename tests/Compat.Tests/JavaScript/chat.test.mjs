import assert from "node:assert/strict";
import { test } from "node:test";
import { client, connect, fresh, inbox, refusal, signIn } from "./game.mjs";

async function player() {
  const session = await signIn();
  const socket = await connect(session);
  return {
    session, socket, messages: inbox(socket, "onchannelmessage"), presence: inbox(socket, "onchannelpresence"), status: inbox(socket, "onstatuspresence"),
    data: inbox(socket, "onstreamdata"), stream: inbox(socket, "onstreampresence"), notifications: inbox(socket, "onnotification"),
  };
}

const leave = (...all) => all.forEach(({ socket }) => socket.disconnect(false));
const names = (presences) => (presences ?? []).map((presence) => presence.username);
const refused = (code, message) => (error) => error.code === code && error.message === message;

test("a room is joined, spoken in, edited, read back and left", async () => {
  const [ann, bob] = [await player(), await player()];
  const room = fresh("room");
  const channel = await ann.socket.joinChat(room, 1, true, false);
  assert.equal(channel.id, `2...${room}`);
  assert.equal(channel.room_name, room);
  assert.deepEqual(names((await ann.presence.next()).joins), [ann.session.username]);
  assert.deepEqual(names((await bob.socket.joinChat(room, 1, true, false)).presences), [ann.session.username]);
  assert.deepEqual(names((await ann.presence.next()).joins), [bob.session.username]);

  const ack = await ann.socket.writeChatMessage(channel.id, { hello: "there" });
  assert.equal(ack.channel_id, channel.id);
  assert.equal(ack.code ?? 0, 0);
  const heard = await bob.messages.next();
  assert.equal(heard.message_id, ack.message_id);
  assert.equal(heard.sender_id, ann.session.user_id);
  assert.deepEqual(typeof heard.content === "string" ? JSON.parse(heard.content) : heard.content, { hello: "there" });

  assert.equal((await ann.socket.updateChatMessage(channel.id, ack.message_id, { hello: "you" })).code, 1);
  assert.equal((await bob.messages.next()).code, 1);
  const listed = await client.listChannelMessages(bob.session, channel.id, 10, true);
  assert.deepEqual(listed.messages.map((message) => message.content), [{ hello: "you" }]);
  assert.equal((await ann.socket.removeChatMessage(channel.id, ack.message_id)).code, 2);
  assert.equal((await bob.messages.next()).code, 2);
  assert.equal((await client.listChannelMessages(bob.session, channel.id, 10, true)).messages?.length ?? 0, 0);

  await bob.socket.leaveChat(channel.id);
  assert.deepEqual(names((await ann.presence.next()).leaves), [bob.session.username]);
  await bob.socket.leaveChat(channel.id);
  await assert.rejects(bob.socket.writeChatMessage(channel.id, {}), refused(3, "Must join channel before sending messages"));
  await assert.rejects(ann.socket.updateChatMessage(channel.id, ack.message_id, {}), refused(3, "Could not find message to update in channel history"));
  await assert.rejects(ann.socket.removeChatMessage(channel.id, ack.message_id), refused(3, "Could not find message to remove in channel history"));
  await assert.rejects(ann.socket.writeChatMessage(channel.id, { say: "darn" }), refused(7, "Mind your language"));
  leave(ann, bob);
});

test("two players talk, one of whom is told of it first", async () => {
  const [ann, bob] = [await player(), await player()];
  const channel = await ann.socket.joinChat(bob.session.user_id, 2, true, false);
  const notification = await bob.notifications.next();
  assert.equal(notification.code, -1);
  assert.equal(notification.subject, `${ann.session.username} wants to chat`);
  assert.equal((await bob.socket.joinChat(ann.session.user_id, 2, true, false)).id, channel.id);
  await bob.socket.writeChatMessage(channel.id, { yes: true });
  assert.equal((await ann.messages.next()).sender_id, bob.session.user_id);
  await client.blockFriends(ann.session, [bob.session.user_id]);
  await assert.rejects(bob.socket.joinChat(ann.session.user_id, 2, true, false), refused(3, "User ID not found: Invalid channel target"));
  leave(ann, bob);
});

test("a group's members talk until they are put out", async () => {
  const [ann, bob] = [await player(), await player()];
  const group = await client.createGroup(ann.session, { name: fresh("clan"), open: true });
  await assert.rejects(bob.socket.joinChat(group.id, 3, true, false), refused(3, "Group not found: Invalid channel target"));
  const channel = await ann.socket.joinChat(group.id, 3, true, false);
  await client.joinGroup(bob.session, group.id);
  assert.equal((await ann.messages.next()).code, 3);
  await bob.socket.joinChat(group.id, 3, false, false);
  await bob.socket.writeChatMessage(channel.id, { hi: 1 });
  assert.equal((await ann.messages.next()).persistent ?? false, false);
  await client.kickGroupUsers(ann.session, group.id, [bob.session.user_id]);
  assert.equal((await ann.messages.next()).code, 6);
  await assert.rejects(bob.socket.writeChatMessage(channel.id, {}), refused(3, "Must join channel before sending messages"));
  assert.equal((await refusal(client.listChannelMessages(bob.session, channel.id, 10, true))).body.message, "Group not found.");
  leave(ann, bob);
});

test("players follow each other's status", async () => {
  const [ann, bob] = [await player(), await player()];
  assert.equal((await ann.socket.followUsers([bob.session.user_id])).presences?.length ?? 0, 0);
  await bob.socket.updateStatus("in the lobby");
  const joined = await ann.status.next();
  assert.deepEqual(names(joined.joins), [bob.session.username]);
  assert.equal(joined.joins[0].status, "in the lobby");
  await bob.socket.updateStatus("away");
  const changed = await ann.status.next();
  assert.deepEqual([changed.leaves[0].status, changed.joins[0].status], ["in the lobby", "away"]);
  await ann.socket.unfollowUsers([bob.session.user_id]);
  assert.deepEqual(names((await ann.socket.followUsers([bob.session.user_id])).presences), [bob.session.username]);
  await assert.rejects(ann.socket.followUsers(["nobody"]), refused(3, "Invalid user identifier"));
  await assert.rejects(ann.socket.unfollowUsers(["nobody"]), refused(3, "Invalid user identifier"));
  await assert.rejects(ann.socket.updateStatus("x".repeat(2049)), refused(3, "Status must be 2048 characters or less"));
  bob.socket.disconnect(false);
  assert.deepEqual(names((await ann.status.next()).leaves), [bob.session.username]);
  leave(ann);
});

test("a quiet client asks whether the server is there", async () => {
  const ann = await player();
  ann.socket.onheartbeattimeout = () => assert.fail("the server did not answer");
  const { pong } = await ann.socket.send({ ping: {} });
  assert.deepEqual(pong, {});
  // A pong of the client's own is taken without an answer.
  ann.socket.adapter.send({ pong: {} });
  assert.deepEqual((await ann.socket.send({ ping: {} })).pong, {});
  leave(ann);
});

test("the game's own streams bring data and presences", async () => {
  const ann = await player();
  const label = fresh("stream");
  assert.equal((await ann.socket.rpc("stream_join", label)).payload, "1");
  assert.equal((await ann.data.next()).data, `welcome ${ann.session.username}`);
  const event = await ann.stream.next();
  assert.deepEqual([event.stream.mode, event.stream.label, names(event.joins)], [123, label, [ann.session.username]]);
  await ann.socket.rpc("stream_leave", label);
  leave(ann);
});
