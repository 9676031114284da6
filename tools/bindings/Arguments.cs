using System;
using Microsoft.CodeAnalysis;

namespace KaosNet.Bindings;

/// <summary>How arguments are read: by the same methods in every language, which the language's own call or its extensions have.</summary>
static class Arguments
{
    /// <summary>The statement that reads one.</summary>
    public static string Read(Parameter parameter, bool inLua)
    {
        var at = inLua ? parameter.Position : parameter.PositionInJavaScript;
        var reader = "call." + Reader(parameter, at, inLua);
        if (parameter.HasAlternative) reader = $"call.IsText({at}) ? null : {reader}";
        if (parameter.IsAlternative) reader = $"call.IsText({at}) ? {reader} : {(parameter.IsNullable ? "null" : Names.Literal(parameter.Default(inLua)))}";
        var read = $"var {parameter.Name} = {reader};";
        if (parameter.MustBePassed && inLua) read = $"call.MustBePassed({at}); " + read;
        if (parameter.EmptyIsNoneInLua && inLua) read += $" if ({parameter.Name} is \"\") {parameter.Name} = null;";
        if (parameter.Range is { } range)
        {
            var (min, max) = (range.Min, range.Max);
            read += $" if ({parameter.Name}{(parameter.IsBytes ? ".Length" : "")} is < {min}{(max == long.MaxValue ? "" : $" or > {max}")}) call.Wrong({at}, {Names.Literal(parameter.Expects)});";
        }

        if (parameter.Check is { } check)
        {
            var with = ServerFunction.Named(check, "With") is string { Length: > 0 } other ? ", " + other : "";
            var (name, text) = (check.ConstructorArguments[0].Value, Names.Literal(check.ConstructorArguments[1].Value));
            read += ServerFunction.Named(check, "TellsMore") is true
                ? $" if (ArgumentChecks.{name}({parameter.Name}{with}) is {{ }} problemOf{parameter.Name}) call.Wrong({at}, {text} + problemOf{parameter.Name});"
                : $" if (!ArgumentChecks.{name}({parameter.Name}{with})) call.Wrong({at}, {text});";
        }

        return read;
    }

    /// <summary>How it is handed on: whole numbers are read in 64 bits and looked at before they are cut.</summary>
    public static string Pass(Parameter parameter) => parameter.Kind switch
    {
        "int" when parameter.Range is null => throw new NotSupportedException($"{parameter.Name} needs [Between]"),
        "int" when parameter.IsNullable => $"(int?){parameter.Name}",
        "int" => $"(int){parameter.Name}",
        _ when parameter.Type.TypeKind == TypeKind.Enum && !parameter.IsNullable => parameter.Name + ".GetValueOrDefault()",
        _ => parameter.Name,
    };

    static string Reader(Parameter parameter, int at, bool inLua)
    {
        var expects = Names.Literal(parameter.Expects);
        var optional = parameter.IsOptional(inLua);
        var otherwise = Names.Literal(parameter.Default(inLua));
        return parameter.Kind switch
        {
            "string" when optional && parameter.ExpectsKind is { } kind => $"TextOrNothing({at}, {Names.Literal(kind)})",
            "bool" when optional && parameter.ExpectsKind is { } kind => $"TruthOrNothing({at}, {Names.Literal(kind)})",
            "long" when optional && parameter.ExpectsKind is { } kind => $"WholeOrNothing({at}, {Names.Literal(kind)})",
            "string" when optional => $"OptionalText({at}, {otherwise})" + (parameter.IsNullable ? "" : "!"),
            "string" when parameter.Expects is not null => $"NonEmptyText({at}, {expects})",
            "string" => $"Text({at})",
            "System.Guid" when optional => $"OptionalUuid({at}, {expects})",
            "System.Guid" when parameter.ExpectsWhenEmpty is { } empty => $"NonEmptyUuid({at}, {Names.Literal(empty)}, {expects})",
            "System.Guid" => $"Uuid({at}, {expects})",
            "int" when optional && parameter.IsNullable => $"OptionalInteger({at})",
            "int" when optional => $"OptionalInteger({at}, {otherwise})",
            "int" => $"Integer({at})",
            "long" when optional && parameter.IsNullable && parameter.IsNowInJavaScript && !inLua => $"OptionalInteger({at}) ?? ScriptScene.Of(call.Owner.Context).UnixMs / 1000",
            "long" when optional && parameter.IsNullable => $"OptionalInteger({at})",
            "long" when optional => $"OptionalInteger({at}, {otherwise})",
            "long" => $"Integer({at})",
            "double" => $"Number({at})",
            "bool" when optional && parameter.IsNullable => $"OptionalBoolean({at})",
            "bool" when optional => $"OptionalBoolean({at}, {otherwise})",
            "bool" => $"Boolean({at})",
            "System.ReadOnlySpan<byte>" or "System.ReadOnlyMemory<byte>" when parameter.IsBase64 && !inLua => $"Base64({at}, {expects})",
            "System.ReadOnlyMemory<byte>" when optional => $"OptionalKeptBytes({at})",
            "System.ReadOnlyMemory<byte>" when parameter.Expects is not null => $"NonEmptyBytes({at}, {expects}).ToArray()",
            "System.ReadOnlySpan<byte>" when parameter.Expects is not null => $"NonEmptyBytes({at}, {expects})",
            "System.Collections.Generic.IReadOnlyList<System.Guid>" => $"{(optional ? "OptionalUuids" : "Uuids")}({at}, {expects}, {Bound(parameter)}{(parameter.ExpectsKind is { } kind ? ", " + Names.Literal(kind) : "")})",
            "System.Collections.Generic.IReadOnlyList<string>" => $"{(optional ? "OptionalTexts" : "Texts")}({at}, {expects}, {Bound(parameter)})",
            "System.Collections.Generic.IReadOnlyList<object>" or "System.Collections.Generic.IReadOnlyList<object?>" =>
                $"{(optional ? "OptionalValues" : "Values")}({at}, {expects}, {Bound(parameter)})",
            "KaosNet.Modules.JsonText" when optional && parameter.UnlessPlain is { } failure => $"OptionalPlainDocument({at}, {expects}, {Names.Literal(failure)})",
            "KaosNet.Modules.JsonText" => $"{(optional ? "OptionalDocument" : "Document")}({at}, {expects}, {Names.Literal(parameter.Name)})",
            "System.Collections.Generic.IReadOnlyDictionary<string, long>" when !optional => $"Amounts({at}, {Names.Literal(parameter.Name)})",
            "System.Collections.Generic.IReadOnlyDictionary<string, string>" => $"{(optional ? "OptionalWords" : "Words")}({at}, {expects}, {Bound(parameter)})",
            _ when parameter.Entry is { } entry && parameter.IsList => $"{(optional ? "OptionalEntries" : "Entries")}({at}, {expects}, {Bound(parameter)}, EntryReaders.{entry.Name})",
            _ when parameter.Entry is { } entry && optional => $"OptionalEntry({at}, {expects}, {Names.Literal(parameter.Name)}, EntryReaders.{entry.Name})",
            _ when parameter.Entry is { } entry => $"Entry({at}, {expects}, EntryReaders.{entry.Name})",
            _ when parameter.Type.TypeKind == TypeKind.Enum && !parameter.HasWords && !optional => $"Choice<global::{parameter.Type.ToDisplayString()}>({at}, {expects})",
            _ when parameter.HasWords => $"Word({at}, {expects}, {Otherwise(parameter, inLua)}, EntryReaders.{parameter.Type.Name})",
            _ => throw new NotSupportedException($"{parameter.Name}: no script can hand in a {parameter.Kind}"),
        };
    }

    /// <summary>The default of an enumeration; null where nothing is nothing, or where it must be there.</summary>
    static string Otherwise(Parameter parameter, bool inLua) => parameter.Default(inLua) is { } value ? $"(global::{parameter.Type.ToDisplayString()})({Names.Literal(value)})" : "null";

    static int Bound(Parameter parameter) => parameter.AtMost ?? throw new NotSupportedException($"{parameter.Name} needs [AtMost]");
}
