using KaosNet.Api.Operations;
using KaosNet.Protocol;

namespace KaosNet.Api.Tests.Operations;

/// <summary>Every registered operation stands against its rows in the table of the reference's endpoints.</summary>
public class ParityTableSpecs
{
    /// <summary>Operations of later work. A name comes off this list with the operation.</summary>
    internal static readonly HashSet<string> NotYet = [];

    const string Ours = "/v2/kaos/";

    static readonly OperationRegistry Registry = OperationRegistry.Of(Features.All);
    static readonly ILookup<string, Row> Rows = Read().ToLookup(row => row.Name);

    /// <summary>All but those of ours, which stand apart in paths of their own.</summary>
    public static IEnumerable<TheoryDataRow<string>> Registered =>
        Registry.All.Where(operation => !operation.Bindings[0].Path.StartsWith(Ours, StringComparison.Ordinal)).Select(operation => new TheoryDataRow<string>(operation.Name));

    [Theory]
    [MemberData(nameof(Registered))]
    public void an_operation_is_bound_as_the_table_says(string name)
    {
        var operation = Registry.Find(name)!;
        var bound = operation.Bindings.Select(binding => new Row(
            binding.Method, binding.Path, name, AccessOf(operation.Access), BodyOf(binding),
            MessageDescriptor.For(operation.RequestType).Name, MessageDescriptor.For(operation.ResponseType).Name));
        bound.OrderBy(row => row.Method).ShouldBe(Rows[name].OrderBy(row => row.Method));
    }

    [Fact]
    public void no_operation_of_ours_is_named_or_bound_like_one_of_the_table()
    {
        Rows.SelectMany(rows => rows).ShouldNotContain(row => row.Path.StartsWith(Ours, StringComparison.Ordinal));
        foreach (var operation in Registry.All.Where(operation => operation.Bindings.Any(binding => binding.Path.StartsWith(Ours, StringComparison.Ordinal))))
        {
            Rows.Contains(operation.Name).ShouldBeFalse(operation.Name);
            operation.Bindings.ShouldAllBe(binding => binding.Path.StartsWith(Ours, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void every_row_has_its_operation_or_is_known_to_be_missing()
    {
        var missing = Rows.Select(rows => rows.Key).Where(name => Registry.Find(name) is null).ToHashSet();
        missing.Except(NotYet).ShouldBeEmpty("an operation has vanished");
        NotYet.Except(missing).ShouldBeEmpty("an operation is there and can come off the list");
    }

    static string AccessOf(Access access) => access switch
    {
        Access.Anyone => "none",
        Access.ServerKey => "basic-server-key",
        Access.Player => "bearer",
        _ => "bearer-or-http-key",
    };

    static string BodyOf(HttpBinding binding) => binding.Body switch
    {
        BodySource.Whole => "whole request message",
        BodySource.Field => "field: " + binding.BodyField,
        _ => "none (body ignored)",
    };

    static IEnumerable<Row> Read()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Operations", "Parity", "rest-endpoints.tsv"));
        var columns = lines[0].Split('\t').ToList();
        string Cell(string[] cells, string column) => cells[columns.IndexOf(column)];
        return
            from line in lines.Skip(1)
            where line.Length > 0
            let cells = line.Split('\t')
            select new Row(
                Cell(cells, "method"), Cell(cells, "path"), Cell(cells, "grpc_name"), Cell(cells, "auth"), Cell(cells, "body_source"),
                Cell(cells, "request_message"), Cell(cells, "response_message"));
    }

    sealed record Row(string Method, string Path, string Name, string Auth, string Body, string Request, string Response);
}
