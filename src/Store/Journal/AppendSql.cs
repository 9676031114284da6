using KaosNet.Store.Chain;
using KaosNet.Store.Tail;

namespace KaosNet.Store.Journal;

/// <summary>
/// The Journal's statements against Marten's tables and its own. A prepared statement keeps the plan that it got while the tables were new and
/// small; "lateral … offset 0" pins the one plan that is right at any size: for each key of the list, look it up by index.
/// </summary>
static class AppendSql
{
    /// <summary>The column of the events' numbers.</summary>
    public const string Numbers = "appended_numbers";

    /// <summary>
    /// Moves the lane's row and every changed stream to its next number; fails unless all of them were where they were expected and the epoch is the one decided in.
    /// Parameters: lane, token, token before, time; new streams' keys, versions; known streams' keys, versions before, versions; number of streams; epoch.
    /// </summary>
    public static string Claim(string schema) => $"""
        with lane as (
          update {schema}.journal_lanes set token = $2, at = $4 where lane = $1 and token = $3 returning 1
        ), fresh as (
          insert into {schema}.mt_streams (id, version, timestamp, created)
          select u.id, u.version, $4, $4 from unnest($5, $6) as u(id, version)
          on conflict do nothing returning 1
        ), moved as (
          update {schema}.mt_streams s set version = u.version, timestamp = $4
          from unnest($7, $8, $9) as u(id, was, version)
          cross join lateral (select ctid from {schema}.mt_streams where id = u.id offset 0) as found
          where s.ctid = found.ctid and s.version = u.was returning 1
        )
        select {JournalEpoch.Expect(schema, "$11")},
          {schema}.journal_expect('{CommitFailure.LaneCode}', 1, (select count(*) from lane)),
          {schema}.journal_expect('{CommitFailure.RaceCode}', $10, (select count(*) from fresh) + (select count(*) from moved))
        """;

    /// <summary>
    /// Fails unless streams are still at the versions that decisions were made from; held until the commit when events depend on them, else in the epoch decided in.
    /// Parameters: keys, versions, keys of streams that must not exist, number of those that must; epoch unless they are held, as the claim expects it then.
    /// </summary>
    public static string Versions(string schema, bool isHeld) => $"""
        with present as (
          select 1 from unnest($1, $2) as u(id, version) cross join lateral (
            select s.version from {schema}.mt_streams s where s.id = u.id offset 0 {(isHeld ? "for share" : "")}
          ) as found
          where found.version = u.version
        )
        select {schema}.journal_expect('{CommitFailure.RaceCode}', $4,
          (select count(*) from present) - (select count(*) from {schema}.mt_streams where id = any($3)))
          {(isHeld ? "" : ", " + JournalEpoch.Expect(schema, "$5"))}
        """;

    /// <summary>
    /// Appends the events in order, lists them under their users, wakes the feed's handlers and the other servers if told to, and gives the events' numbers.
    /// Parameters: number of events; ids, streams, versions, names, bodies, times, correlations, causes, headers, actors; users and the places of
    /// their events; whether to wake the handlers; this server's name when others are to be told, or null; the events' hashes, one behind the other.
    /// </summary>
    public static string Events(string schema) => $"""
        with numbers as materialized (
          select array(select nextval('{schema}.mt_events_sequence') from generate_series(1, $1)) as seq
        ), appended as (
          insert into {schema}.mt_events
            (seq_id, id, stream_id, version, type, data, timestamp, correlation_id, causation_id, headers, user_name, hash)
          select numbers.seq[e.place], e.id, e.stream, e.version, e.type, e.data, e.at, e.correlation, e.cause, e.headers, e.actor,
            substring($16 from (e.place::int - 1) * {EventContent.HashBytes} + 1 for {EventContent.HashBytes})
          from numbers, unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) with ordinality
            as e(id, stream, version, type, data, at, correlation, cause, headers, actor, place)
        ), listed as (
          insert into {schema}.event_users (user_id, seq)
          select u.user_id, numbers.seq[u.place] from numbers, unnest($12, $13) as u(user_id, place)
        )
        select numbers.seq as {Numbers},
          case when $14 then pg_notify('{FeedBell.Handlers}', '') end,
          case when $15 is not null then pg_notify('{EventTail.ChannelOf(schema)}', $15) end
        from numbers
        """;

    /// <summary>Keeps snapshots. Parameters: keys, versions, builds, states.</summary>
    public static string Snapshots(string schema) => $"""
        insert into {schema}.stream_snapshots as s (stream_key, version, build, state)
        select * from unnest($1, $2, $3, $4)
        on conflict (stream_key) do update set version = excluded.version, build = excluded.build, state = excluded.state
        where s.version < excluded.version or s.build <> excluded.build
        """;
}
