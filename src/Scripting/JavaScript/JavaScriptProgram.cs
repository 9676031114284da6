using System.Security.Cryptography;
using System.Text;
using Acornima;
using Acornima.Ast;
using Jint;

namespace KaosNet.Scripting.JavaScript;

/// <summary>A script, read once and run by any number of states.</summary>
public sealed class JavaScriptProgram
{
    /// <summary>Characters of the longest script.</summary>
    public const int SourceMax = 32 << 20;

    private readonly Prepared<Script> _prepared;

    private JavaScriptProgram(string name, string fingerprint, Prepared<Script> prepared)
    {
        Name = name;
        Fingerprint = fingerprint;
        _prepared = prepared;
    }

    /// <summary>The name that error positions carry.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the script's text.</summary>
    public string Fingerprint { get; }

    internal ref readonly Prepared<Script> Prepared => ref _prepared;

    /// <summary>What the script consists of, for those who look before it runs.</summary>
    internal Script Tree => _prepared.Program!;

    /// <summary>
    /// Reads a script, in strict mode. Whole numbers of any size (<c>1n</c>) are refused, as nothing bounds what is computed with them, and so is
    /// <c>import()</c>.
    /// </summary>
    public static ScriptError? Compile(string source, string name, out JavaScriptProgram? program)
    {
        program = null;
        if (source.Length > SourceMax) return Broken($"{name}: longer than {SourceMax} characters");
        try
        {
            var prepared = Engine.PrepareScript(source, name, strict: true);
            if (FindUnsupported(prepared.Program!) is var (what, line)) return Broken($"{name}:{line}: {what} is not supported");
            program = new JavaScriptProgram(name, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source))), prepared);
            return null;
        }
        catch (ScriptPreparationException unreadable)
        {
            return unreadable.InnerException is ParseErrorException error
                ? Broken($"SyntaxError: {error.Description} at {name}:{error.LineNumber}:{error.Column + 1}")
                : Broken($"{name}: {unreadable.Message}");
        }
        catch (InsufficientExecutionStackException)
        {
            return Broken($"{name}: nested too deeply");
        }
    }

    private static (string What, int Line)? FindUnsupported(Node root)
    {
        var open = new Stack<Node>([root]);
        while (open.TryPop(out var node))
        {
            if (node is BigIntLiteral) return ("BigInt", node.Location.Start.Line);
            if (node is ImportExpression) return ("import", node.Location.Start.Line);
            foreach (var child in node.ChildNodes) open.Push(child);
        }

        return null;
    }

    private static ScriptError Broken(string message) => new(message, ScriptError.Internal, null);
}
