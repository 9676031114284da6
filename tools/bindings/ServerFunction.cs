using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace KaosNet.Bindings;

/// <summary>One method of the server's API, as its attributes tell scripts about it.</summary>
sealed class ServerFunction
{
    const string Attributes = "KaosNet.Modules.Kernel.";

    readonly int _luaMembers;

    ServerFunction(IPropertySymbol family, IMethodSymbol method, AttributeData attribute)
    {
        Family = family.Name;
        Method = method.Name;
        Lua = (string)attribute.ConstructorArguments[0].Value!;
        JavaScript = Named(attribute, "JavaScript") as string is { Length: > 0 } name ? name : Names.Camel(Lua);
        Failure = Named(attribute, "Failure") as string ?? "";
        LuaReturnsMembers = Named(attribute, "LuaReturnsMembers") is true;
        Bytes = Named(attribute, "Bytes") is int bytes ? bytes : 0;
        Cost = Named(attribute, "Cost") is int cost ? cost : 0;
        _luaMembers = Named(attribute, "LuaMembers") as int? ?? 0;
        SetsUp = Named(attribute, "SetsUp") is true;
        WhileLoading = Named(attribute, "WhileLoading") as string ?? "";
        Parameters = method.Parameters.Select((parameter, at) => new Parameter(parameter, at + 1)).ToList();
        PlaceAlternatives();
        PlaceInJavaScript();
        var awaited = method.ReturnType is INamedTypeSymbol { Name: "ValueTask" } task ? task : null;
        Waits = awaited is not null;
        Result = awaited is not null ? awaited.TypeArguments.FirstOrDefault() : method.ReturnType;
    }

    /// <summary>The property of the API that holds the function's family.</summary>
    public string Family { get; }

    public string Method { get; }

    public string Lua { get; }

    public string JavaScript { get; }

    public string Failure { get; }

    public bool LuaReturnsMembers { get; }

    /// <summary>What bytes that it returns are in JavaScript: 0 a buffer, 1 base64, 2 text.</summary>
    public int Bytes { get; }

    /// <summary>Whether it returns bytes.</summary>
    public bool ReturnsBytes => Result is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte };

    /// <summary>What a call costs of a budget of instructions.</summary>
    public int Cost { get; }

    /// <summary>Whether it reaches beyond the script, so that its answer belongs into a match's record.</summary>
    public bool Waits { get; }

    /// <summary>What it returns; null for nothing.</summary>
    public ITypeSymbol? Result { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Whether nothing happens while a match loads its modules.</summary>
    public bool SetsUp { get; }

    /// <summary>With what it is refused while modules load; empty where it is not.</summary>
    public string WhileLoading { get; }

    /// <summary>The members of a result that Lua gets one by one.</summary>
    public IEnumerable<string> Members => Result!.GetMembers().OfType<IPropertySymbol>()
        .Where(member => member.DeclaredAccessibility == Accessibility.Public && !member.IsStatic && member.Name != "EqualityContract").Select(member => member.Name)
        .Take(_luaMembers > 0 ? _luaMembers : int.MaxValue);

    /// <summary>All of the API, family by family.</summary>
    public static IEnumerable<ServerFunction> Of(INamedTypeSymbol api) =>
        from family in api.GetMembers().OfType<IPropertySymbol>()
        from method in family.Type.GetMembers().OfType<IMethodSymbol>()
        let attribute = Attribute(method, "ServerFunctionAttribute")
        where attribute is not null
        select new ServerFunction(family, method, attribute);

    /// <summary>Alternatives share the place of the argument before them.</summary>
    void PlaceAlternatives()
    {
        for (var at = 0; at < Parameters.Count; at++)
        {
            Parameters[at].Position = at + 1 - Parameters.Take(at + 1).Count(parameter => parameter.IsAlternative);
            Parameters[at].HasAlternative = at + 1 < Parameters.Count && Parameters[at + 1].IsAlternative;
        }
    }

    /// <summary>Arguments that stand elsewhere in JavaScript are put there, and the others move together around them.</summary>
    void PlaceInJavaScript()
    {
        var order = Parameters.Where(parameter => parameter.WantedInJavaScript is null).ToList();
        foreach (var moved in Parameters.Where(parameter => parameter.WantedInJavaScript is not null).OrderBy(parameter => parameter.WantedInJavaScript))
            order.Insert(moved.WantedInJavaScript!.Value - 1, moved);
        for (var at = 0; at < order.Count; at++) order[at].PositionInJavaScript = at + 1 - order.Take(at + 1).Count(parameter => parameter.IsAlternative);
    }

    internal static AttributeData? Attribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == Attributes + name);

    internal static object? Named(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;
}

/// <summary>An argument of a server function.</summary>
sealed class Parameter
{
    readonly IParameterSymbol _symbol;
    readonly AttributeData? _inLua;
    readonly AttributeData? _inJavaScript;

    public Parameter(IParameterSymbol symbol, int position)
    {
        _symbol = symbol;
        Position = position;
        var expects = ServerFunction.Attribute(symbol, "ExpectsAttribute");
        Expects = expects?.ConstructorArguments[0].Value as string;
        ExpectsWhenEmpty = ServerFunction.Named(expects, "Empty") as string;
        ExpectsKind = ServerFunction.Named(expects, "Kind") as string;
        UnlessPlain = ServerFunction.Attribute(symbol, "PlainDataAttribute")?.ConstructorArguments[0].Value as string;
        if (ServerFunction.Attribute(symbol, "BetweenAttribute") is { } between) Range = ((long)between.ConstructorArguments[0].Value!, (long)between.ConstructorArguments[1].Value!);
        AtMost = ServerFunction.Attribute(symbol, "AtMostAttribute")?.ConstructorArguments[0].Value as int?;
        Check = ServerFunction.Attribute(symbol, "CheckedAttribute");
        IsAlternative = ServerFunction.Attribute(symbol, "AlternativeAttribute") is not null;
        _inLua = ServerFunction.Attribute(symbol, "InLuaAttribute");
        _inJavaScript = ServerFunction.Attribute(symbol, "InJavaScriptAttribute");
        var type = symbol.Type;
        if (type is INamedTypeSymbol { ConstructedFrom.SpecialType: SpecialType.System_Nullable_T } nullable) (type, IsNullable) = (nullable.TypeArguments[0], true);
        IsNullable |= type.NullableAnnotation == NullableAnnotation.Annotated || symbol.Type.NullableAnnotation == NullableAnnotation.Annotated;
        Kind = type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes)).TrimEnd('?');
        Type = type;
    }

    /// <summary>From 1, in the method and in Lua.</summary>
    public int Position { get; set; }

    /// <summary>From 1, in JavaScript.</summary>
    public int PositionInJavaScript { get; set; }

    /// <summary>Where it is to stand in JavaScript; null for its place among the others.</summary>
    public int? WantedInJavaScript => ServerFunction.Named(_inJavaScript, "Position") as int?;

    public string Name => _symbol.Name;

    /// <summary>The type's name without its nullability.</summary>
    public string Kind { get; }

    public ITypeSymbol Type { get; }

    /// <summary>Whether it is a list.</summary>
    public bool IsList => Type is INamedTypeSymbol { Name: "IReadOnlyList" };

    /// <summary>Whether it is an enumeration whose members scripts name by words; others they give by their numbers.</summary>
    public bool HasWords => Type.TypeKind == TypeKind.Enum
        && (ServerFunction.Attribute(Type, "ByWordAttribute") is not null || Type.GetMembers().Any(member => ServerFunction.Attribute(member, "WordsAttribute") is not null));

    /// <summary>Whether it stands where the argument before it stands, as a text in place of a list.</summary>
    public bool IsAlternative { get; }

    /// <summary>Whether the argument after it is such a one.</summary>
    public bool HasAlternative { get; set; }

    /// <summary>Whether what is left out is the present moment in JavaScript.</summary>
    public bool IsNowInJavaScript => ServerFunction.Named(_inJavaScript, "DefaultIsNow") is true;

    /// <summary>Whether it is bytes.</summary>
    public bool IsBytes => Kind is "System.ReadOnlySpan<byte>" or "System.ReadOnlyMemory<byte>";

    /// <summary>Whether JavaScript hands its bytes in as base64.</summary>
    public bool IsBase64 => ServerFunction.Named(_inJavaScript, "IsBase64") is true;

    /// <summary>The record of ours that it is, or is a list of.</summary>
    public INamedTypeSymbol? Entry => (IsList ? ((INamedTypeSymbol)Type).TypeArguments[0] : Type) is INamedTypeSymbol { IsRecord: true } record ? record : null;

    public bool IsNullable { get; }

    public string? Expects { get; }

    /// <summary>What is told of an empty id, where that is something else.</summary>
    public string? ExpectsWhenEmpty { get; }

    /// <summary>What is told of something of another kind, where that is not told in the language's own words.</summary>
    public string? ExpectsKind { get; }

    /// <summary>What is told of an object that holds more than data; null where any object will do.</summary>
    public string? UnlessPlain { get; }

    public (long Min, long Max)? Range { get; }

    public int? AtMost { get; }

    /// <summary>A check that the type cannot say.</summary>
    public AttributeData? Check { get; }

    /// <summary>Whether something must be passed in a language, if only nothing.</summary>
    public bool MustBePassed => ServerFunction.Named(_inLua, "MustBePassed") is true;

    /// <summary>Whether an empty text is none in Lua.</summary>
    public bool EmptyIsNoneInLua => ServerFunction.Named(_inLua, "EmptyIsNone") is true;

    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional(bool inLua) =>
        (_symbol.HasExplicitDefaultValue || IsNullable) && ServerFunction.Named(inLua ? _inLua : _inJavaScript, "IsMandatory") is not true;

    /// <summary>What it is when it is left out.</summary>
    public object? Default(bool inLua) => ServerFunction.Named(inLua ? _inLua : _inJavaScript, "Default") ?? (_symbol.HasExplicitDefaultValue ? _symbol.ExplicitDefaultValue : null);
}
