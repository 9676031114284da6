using System.Runtime.Serialization;

namespace KaosNet.Protocol.Tests;

/// <summary>
/// Every message, field, number and kind of the tables is in the code, and nothing else is. What is ours stands apart, in <c>KaosNet.Protocol.Api.Kaos</c>.
/// </summary>
public class ContractSpecs
{
    const string Ours = "KaosNet.Protocol.Api.Kaos";

    [Fact]
    public void no_message_of_ours_is_named_like_one_of_the_tables() =>
        MessageDescriptor.All.GroupBy(message => message.Name).Where(same => same.Count() > 1 && same.Any(message => message.Type.Namespace == Ours))
            .Select(same => same.Key).ShouldBeEmpty();

    [Fact]
    public void the_client_api_has_exactly_the_fields_of_the_table() =>
        FieldsInCode("KaosNet.Protocol.Api", "").ShouldBe(FieldsInTable(ParityTable.Api), ignoreOrder: true);

    [Fact]
    public void the_socket_has_exactly_the_fields_of_the_table() =>
        FieldsInCode("KaosNet.Protocol.Realtime", "api.").ShouldBe(FieldsInTable(ParityTable.Realtime), ignoreOrder: true);

    [Fact]
    public void messages_without_fields_are_those_of_the_table() =>
        MessageDescriptor.All.Where(message => message.Fields.IsEmpty && message.Type.Namespace != Ours).Select(message => message.Name)
            .ShouldBe([.. ParityTable.EmptyRealtime, "google.protobuf.Empty"], ignoreOrder: true);

    [Fact]
    public void the_table_counts_122_messages_and_6_enums_for_the_client_api()
    {
        // Empty is google's, the table does not list it.
        MessageDescriptor.All.Count(message => message.Type.Namespace == "KaosNet.Protocol.Api").ShouldBe(122 + 1);
        EnumsIn("KaosNet.Protocol.Api").Count().ShouldBe(6);
    }

    [Theory]
    [InlineData("KaosNet.Protocol.Api", false)]
    [InlineData("KaosNet.Protocol.Realtime", true)]
    public void enums_have_exactly_the_constants_of_the_table(string space, bool realtime)
    {
        var rows = realtime ? ParityTable.Realtime : ParityTable.Api;
        EnumsIn(space).Select(EnumDescriptor.For)
            .SelectMany(type => type.Constants.Select(constant => $"{type.Name}.{constant.Key} = {constant.Value}"))
            .ShouldBe(rows.Where(row => row.IsConstant).Select(row => $"{row.Message}.{row.Field} = {row.Number}"), ignoreOrder: true);
    }

    [Fact]
    public void the_choices_are_those_of_the_protocol() =>
        MessageDescriptor.All.SelectMany(message => message.Fields.Where(field => field.Choice is not null)
                .GroupBy(field => $"{message.Name}.{field.Choice}").Select(choice => $"{choice.Key}: {choice.Count()}"))
            .ShouldBe(["Envelope.message: 50", "MatchJoin.id: 2", "MatchmakerMatched.id: 2"], ignoreOrder: true);

    static IEnumerable<string> FieldsInTable(IEnumerable<ParityRow> rows) =>
        rows.Where(row => !row.IsConstant).Select(row => $"{row.Message}.{row.Field} = {row.Number}: {Plain(row.Type)}");

    // The socket's table names a nested type without the message around it.
    static string Plain(string type) =>
        type.Replace(", ", ",").Replace("google.protobuf.", "")
            .Replace("repeated MatchmakerUser", "repeated MatchmakerMatched.MatchmakerUser") switch
        {
            "MatchmakerUser" => "MatchmakerMatched.MatchmakerUser",
            var plain => plain,
        };

    static IEnumerable<string> FieldsInCode(string space, string apiPrefix) =>
        from message in MessageDescriptor.All
        where message.Type.Namespace == space
        from field in message.Fields
        select $"{message.Name}.{field.Name} = {field.Number}: {TypeOf(field, apiPrefix)}";

    static string TypeOf(MessageField field, string apiPrefix)
    {
        var value = field.Kind switch
        {
            FieldKind.Message => (field.ValueType.Namespace == "KaosNet.Protocol.Api" ? apiPrefix : "") + field.Message!.Name,
            FieldKind.Enum => field.Enum!.Name,
            FieldKind.Timestamp => "Timestamp",
            FieldKind.BoolValue or FieldKind.Int32Value or FieldKind.Int64Value or FieldKind.UInt32Value or FieldKind.StringValue =>
                field.Kind.ToString(),
            var kind => kind.ToString().ToLowerInvariant(),
        };
        return field.Shape switch
        {
            FieldShape.List => $"repeated {value}",
            FieldShape.Map => $"map<string,{value}>",
            _ => value,
        };
    }

    static IEnumerable<Type> EnumsIn(string space) =>
        typeof(MessageDescriptor).Assembly.GetExportedTypes()
            .Where(type => type.IsEnum && type.Namespace == space && type.IsDefined(typeof(DataContractAttribute), false));
}
