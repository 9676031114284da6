using System.Text.Json;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.Nk;
using KaosNet.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>SQL from modules, on a real database of the game's own.</summary>
public sealed class SqlFunctionsSpecs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task statements_and_queries_have_parameters_and_rows()
    {
        (await Say("""
            nk.sql_exec("create table visits (name text primary key, count int, rate double precision, at timestamptz, raw bytea, extra jsonb, price numeric, is_new boolean)")
            local made = nk.sql_exec("insert into visits values ($1, $2, $3, to_timestamp($4), $5, $6, $7, $8)", { 'ann', 3, 0.5, 1700000000, '\0\255', '{"a": 1}', '12.50', true })
            local more = nk.sql_exec("insert into visits (name, count) values ('bob', 1), ('cid', 2)")
            local rows = nk.sql_query("select * from visits where name = $1", { 'ann' })
            local row = rows[1]
            local few = nk.sql_query("select name, rate from visits where count < $1 order by name", { 3 })
            return nk.json_encode({ made, more, #rows, row.name, row.count, row.rate, row.at, nk.base16_encode(row.raw), row.extra, row.price, row.is_new, #few, few[1].name, few[1].rate == nil,
              nk.sql_exec("delete from visits where count > $1", { 1 }), #nk.sql_query("select 1 where false"), nk.sql_exec("drop table visits") })
            """)).ShouldBe("""[1,2,1,"ann",3,0.5,1700000000,"00ff","{\"a\": 1}","12.50",true,2,"bob",true,2,0,0]""");
    }

    [Fact]
    public async Task values_of_all_kinds_can_be_read() =>
        (await Say("""
            local row = nk.sql_query("select date '2024-01-01' as day, timestamp '2024-01-01 00:00:01' as moment, array[1, 2] as list, '00000000-0000-4000-8000-000000000001'::uuid as id, 'NaN'::float8 as nan, null as nothing, $1 as said, 1.5::real as small", { 'x' })[1]
            return nk.json_encode({ row.day, row.moment, row.list, row.id, row.nan, row.nothing == nil, row.said, row.small })
            """)).ShouldBe("""[1704067200,1704067201,[1,2],"00000000-0000-4000-8000-000000000001","NaN",true,"x",1.5]""");

    [Fact]
    public async Task what_the_database_refuses_is_told()
    {
        (await Say("return select(2, pcall(nk.sql_query, 'select * from nowhere'))")).ShouldBe("sql query error: relation \"nowhere\" does not exist (SQLSTATE 42P01)");
        (await Say("return select(2, pcall(nk.sql_exec, 'not sql'))")).ShouldBe("sql exec error: syntax error at or near \"not\" (SQLSTATE 42601)");
        (await Say("return select(2, pcall(nk.sql_query, ''))")).ShouldBe("bad argument #1 to sql_query (expects query string)");
        (await Say("return select(2, pcall(nk.sql_query, 'select 1', { {} }))")).ShouldBe("bad argument #2 to sql_query (expects parameters to be texts, numbers or booleans)");
        (await Say("return select(2, pcall(nk.sql_query, 'select $1::int', { 'x' }))")).ShouldStartWith("sql query error: invalid input syntax for type integer");
    }

    [Fact]
    public async Task a_statement_ends_within_its_bounds()
    {
        (await Say("return select(2, pcall(nk.sql_query, 'select generate_series(1, 11)'))", new() { RowsMax = 10 })).ShouldBe("sql query error: more than 10 rows");
        (await Say("return select(2, pcall(nk.sql_query, \"select repeat('x', 101)\"))", new() { BytesMax = 100 })).ShouldBe("sql query error: more than 100 bytes");
        (await Say("return select(2, pcall(nk.sql_query, 'select pg_sleep(600)'))", new() { TimeMax = TimeSpan.FromMilliseconds(100) })).ShouldBe("sql query error: took longer than 100 ms");
    }

    [Fact]
    public async Task a_lost_race_is_run_again() =>
        // A sequence counts the tries, as it does not roll back with them.
        (await Say("""
            nk.sql_exec("create sequence tries")
            nk.sql_exec("create function racing() returns bigint language plpgsql as 'declare n bigint := nextval(''tries''); begin if n < 3 then raise serialization_failure; end if; return n; end'")
            local third = nk.sql_query("select racing() as n")[1].n
            nk.sql_exec("drop function racing(); drop sequence tries")
            return tostring(third)
            """)).ShouldBe("3");

    [Fact]
    public async Task without_a_database_every_call_is_refused()
    {
        await using var services = new ServiceCollection().AddSingleton(_ => new SqlDatabase(new())).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction("return select(2, pcall(nk.sql_query, 'select 1')) .. '; ' .. select(2, pcall(nk.sql_exec, 'select 1'))", services);
        (await bench.Say()).ShouldBe(
            "sql query error: no database is configured, set runtime.sql_address; sql exec error: no database is configured, set runtime.sql_address");
    }

    [Fact]
    public async Task javascript_gets_objects()
    {
        await using var services = Services(new());
        using var bench = new JavaScriptBench(services);
        bench.Run("return [nk.sqlQuery('select $1::int as one, $2::text as two, $3::bool as three', [1, 'x', true]), nk.sqlExec('select 1').rowsAffected, nk.sqlQuery('select 1.5::float8 as n, $1::int as none', [null])];")
            .ShouldBe("""[[{"one":1,"two":"x","three":true}],0,[{"n":1.5,"none":null}]]""");
        JsonDocument.Parse(bench.Run("return error_of(() => nk.sqlQuery('select 1', [{}]));")).RootElement.GetString().ShouldBe("expects parameters to be texts, numbers or booleans");
    }

    private async Task<string> Say(string body, SqlSettings? settings = null)
    {
        await using var services = Services(settings ?? new());
        using var bench = ModuleBench.OfFunction(body, services);
        return await bench.Say();
    }

    private ServiceProvider Services(SqlSettings settings) =>
        new ServiceCollection().AddSingleton(_ => new SqlDatabase(settings with { ConnectionString = postgres.ConnectionString, ConnectionsMax = 1 })).BuildServiceProvider();
}
