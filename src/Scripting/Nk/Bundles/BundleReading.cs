using Acornima.Ast;
using KaosNet.Scripting.JavaScript;

namespace KaosNet.Scripting.Nk.Bundles;

/// <summary>
/// What the text of a bundle's InitModule says, before and beside what it does: the names of the functions that it registers (parity runtime.md section 3). A
/// registration counts where it is a statement of the body itself or of a <c>try</c> in it, as every state has to find the function again by its name.
/// </summary>
internal sealed class BundleReading
{
    /// <summary>The function that a bundle begins with.</summary>
    public const string EntryPoint = "InitModule";

    private const int ParametersMin = 4;
    private const string NotFound = "not found";

    private readonly Script _tree;
    private readonly string _initializer;
    private readonly List<CallExpression> _registrations;

    private BundleReading(Script tree, string initializer, List<CallExpression> registrations)
    {
        _tree = tree;
        _initializer = initializer;
        _registrations = registrations;
    }

    /// <summary>Looks for InitModule; null where there is none.</summary>
    public static BundleReading? Of(JavaScriptProgram program)
    {
        var tree = program.Tree;
        var function = tree.Body.OfType<FunctionDeclaration>().LastOrDefault(declared => declared.Id?.Name == EntryPoint)
            ?? Variable(tree, EntryPoint) as FunctionExpression as IFunction;
        if (function is not { Body: BlockStatement body } || function.Params.Count < ParametersMin) return null;
        if (function.Params[ParametersMin - 1] is not Identifier { Name: var initializer }) return null;
        var registrations = new List<CallExpression>();
        Collect(body.Body, initializer, registrations);
        return new(tree, initializer, registrations);
    }

    /// <summary>The name of the function that a registration without an id is about; the first one counts.</summary>
    public string FunctionOf(string register)
    {
        var call = Calls(register).FirstOrDefault(found => found.Arguments.Count > 0) ?? throw Refused(register, NotFound);
        return NameOf(call.Arguments[0], register, memberCounts: false);
    }

    /// <summary>The name of the function that a registration under an id is about; the first one counts.</summary>
    /// <param name="register">The initializer's function.</param>
    /// <param name="id">The id, as it was given.</param>
    /// <param name="textOf">What global variables hold that ids may be named by.</param>
    /// <param name="memberCounts">Whether <c>a.b</c> stands for the global function b.</param>
    public string FunctionOf(string register, string id, Func<string, string?> textOf, bool memberCounts)
    {
        var call = CallOf(register, id, textOf) ?? throw Refused(id, NotFound);
        return NameOf(call.Arguments[1], id, memberCounts);
    }

    /// <summary>The ids of all registrations of a kind that the text names.</summary>
    public IReadOnlyList<string> IdsOf(string register, Func<string, string?> textOf) =>
        [.. Calls(register).Where(call => call.Arguments.Count > 1).Select(call => IdOf(call, textOf)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The names of a match handler's functions, by the callbacks' names; one callback need not be there.</summary>
    public IReadOnlyDictionary<string, string> MatchOf(string register, string name, IReadOnlyList<string> callbacks, string optional, Func<string, string?> textOf)
    {
        var call = CallOf(register, name, textOf) ?? throw Refused(name, NotFound);
        var handlers = call.Arguments[1] as ObjectExpression
            ?? (call.Arguments[1] is Identifier variable ? Variable(_tree, variable.Name) as ObjectExpression : null)
            ?? throw Refused(name, NotFound);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var callback in callbacks.Append(optional))
        {
            var property = handlers.Properties.OfType<Property>().FirstOrDefault(found => KeyOf(found) == callback);
            if (property is null && callback == optional) continue;
            if (property is null) throw Refused(name, $"{callback} {NotFound}");
            names[callback] = NameOf((Expression)property.Value, callback, memberCounts: false);
        }

        return names;
    }

    private static void Collect(in NodeList<Statement> body, string initializer, List<CallExpression> into)
    {
        foreach (var statement in body)
        {
            if (statement is TryStatement guarded) Collect(guarded.Block.Body, initializer, into);
            else if (statement is ExpressionStatement { Expression: CallExpression call } && IsOn(call, initializer)) into.Add(call);
        }
    }

    private static bool IsOn(CallExpression call, string initializer) =>
        call.Callee is MemberExpression { Computed: false, Object: Identifier owner } && owner.Name == initializer;

    /// <summary>What a variable of the bundle itself begins with.</summary>
    private static Expression? Variable(Script tree, string name) => tree.Body.OfType<VariableDeclaration>().SelectMany(declared => declared.Declarations)
        .LastOrDefault(declared => declared.Id is Identifier found && found.Name == name)?.Init;

    private static string? KeyOf(Property property) => property.Key switch
    {
        Identifier name when !property.Computed => name.Name,
        StringLiteral text => text.Value,
        _ => null,
    };

    private static string NameOf(Expression argument, string what, bool memberCounts) => argument switch
    {
        Identifier name => name.Name,
        StringLiteral text => text.Value,
        MemberExpression { Computed: false, Property: Identifier member } when memberCounts => member.Name,
        IFunction => throw new ScriptException($"js {what} function literal found: javascript functions cannot be inlined"),
        _ => throw Refused(what, NotFound),
    };

    private static ScriptException Refused(string what, string why) => new($"js {what} function key could not be extracted: {why}");

    private CallExpression? CallOf(string register, string id, Func<string, string?> textOf) =>
        Calls(register).FirstOrDefault(call => call.Arguments.Count > 1 && IdOf(call, textOf) == id);

    private static string? IdOf(CallExpression call, Func<string, string?> textOf) => call.Arguments[0] switch
    {
        StringLiteral text => text.Value,
        Identifier name => textOf(name.Name),
        _ => null,
    };

    private IEnumerable<CallExpression> Calls(string register) =>
        _registrations.Where(call => ((MemberExpression)call.Callee).Property is Identifier name && name.Name == register);
}
