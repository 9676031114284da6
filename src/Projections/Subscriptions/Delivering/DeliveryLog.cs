using KaosNet.Store;
using Npgsql;

namespace KaosNet.Projections.Subscriptions.Delivering;

/// <summary>
/// Keeps how far deliveries have come, each step in one short statement. A server that has lost its turn and does not know it yet can only repeat what another has
/// done: a place never moves back, and what belongs to a former subscription of the name changes nothing.
/// </summary>
public sealed class DeliveryLog(Database database, TimeProvider time)
{
    const int ErrorLengthMax = 500;

    /// <summary>Everything up to a place is done with; a batch was acknowledged, or nothing passed the filter.</summary>
    public Task Passed(SubscriptionRow of, long position, bool isAcknowledged, CancellationToken cancel) => Run(
        $"""
        insert into {database.Schema}.subscription_progress as p (name, generation, position, last_success_time)
        values ($1, $2, $3, case when $4 then $5 end)
        on conflict (name) do update set generation = excluded.generation, position = excluded.position,
          failures = case when $4 or p.generation < excluded.generation then 0 else p.failures end,
          last_success_time = case when $4 or p.generation < excluded.generation then excluded.last_success_time else p.last_success_time end,
          last_error = case when p.generation < excluded.generation then null else p.last_error end,
          last_error_time = case when p.generation < excluded.generation then null else p.last_error_time end,
          is_halted = p.is_halted and p.generation = excluded.generation
        where p.generation < excluded.generation or (p.generation = excluded.generation and p.position <= excluded.position)
        """,
        cancel, One(of.Name), One(of.Generation), One(position), One(isAcknowledged), Now());

    /// <summary>The next batch was not acknowledged.</summary>
    public Task Failed(SubscriptionRow of, long position, int failures, string error, bool isHalted, CancellationToken cancel) => Run(
        $"""
        insert into {database.Schema}.subscription_progress as p (name, generation, position, failures, last_error, last_error_time, is_halted)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (name) do update set generation = excluded.generation, failures = excluded.failures, last_error = excluded.last_error,
          last_error_time = excluded.last_error_time, is_halted = excluded.is_halted,
          position = case when p.generation < excluded.generation then excluded.position else p.position end,
          last_success_time = case when p.generation < excluded.generation then null else p.last_success_time end
        where p.generation < excluded.generation or (p.generation = excluded.generation and p.position <= excluded.position)
        """,
        cancel, One(of.Name), One(of.Generation), One(position), One(failures), One(Cut(error)), Now(), One(isHalted));

    /// <summary>A batch is given up: it is put on the list, and its place is passed, both or neither.</summary>
    public Task GaveUp(SubscriptionRow of, long first, long last, int events, int attempts, string error, long position, CancellationToken cancel) => Run(
        $"""
        with passed as (
          update {database.Schema}.subscription_progress set position = $8, failures = 0
          where name = $1 and generation = $2 and position < $8 returning 1
        )
        insert into {database.Schema}.subscription_dead_letters (name, generation, first_seq, last_seq, events, attempts, error, at)
        select $1, $2, $3, $4, $5, $6, $7, $9 from passed
        """,
        cancel, One(of.Name), One(of.Generation), One(first), One(last), One(events), One(attempts), One(Cut(error)), One(position), Now());

    /// <summary>A subscription that halted goes on.</summary>
    public Task Resumed(SubscriptionRow of, CancellationToken cancel) => Run(
        $"update {database.Schema}.subscription_progress set is_halted = false, failures = 0 where name = $1 and generation = $2",
        cancel, One(of.Name), One(of.Generation));

    /// <summary>A dead letter was tried again, in vain.</summary>
    public Task FailedAgain(DeadLetter letter, string error, CancellationToken cancel) => Run(
        $"update {database.Schema}.subscription_dead_letters set attempts = attempts + 1, error = $2, at = $3 where id = $1",
        cancel, One(letter.Id), One(Cut(error)), Now());

    /// <summary>A dead letter was delivered after all, or is not wanted.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> Remove(SubscriptionRow of, long id, CancellationToken cancel) => await Run(
        $"delete from {database.Schema}.subscription_dead_letters where name = $1 and generation = $2 and id = $3",
        cancel, One(of.Name), One(of.Generation), One(id)) > 0;

    /// <summary>Nothing of a subscription that was deleted is kept.</summary>
    public async Task Forget(string name, CancellationToken cancel)
    {
        await Run($"delete from {database.Schema}.subscription_dead_letters where name = $1", cancel, One(name));
        await Run($"delete from {database.Schema}.subscription_progress where name = $1", cancel, One(name));
    }

    async Task<int> Run(string statement, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = database.General.CreateCommand(statement);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    NpgsqlParameter<DateTime> Now() => new() { TypedValue = time.GetUtcNow().UtcDateTime };

    static NpgsqlParameter<T> One<T>(T value) => new() { TypedValue = value };

    static string Cut(string error) => error.Length <= ErrorLengthMax ? error : error[..ErrorLengthMax];
}
