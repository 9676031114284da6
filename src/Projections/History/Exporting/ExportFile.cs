using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KaosNet.Projections.History.Exporting;

/// <summary>The rows of a section, written to disk as they come: a JSON array with a row in each line, and CSV by RFC 4180.</summary>
sealed class ExportFile : IDisposable
{
    static readonly JsonSerializerOptions Spelling = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly StreamWriter _json;
    readonly StreamWriter _csv;

    public ExportFile(string folder, ExportSection section)
    {
        Section = section;
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        _json = new(Path.Combine(folder, section.Name + ".json"), append: false, utf8);
        _csv = new(Path.Combine(folder, section.Name + ".csv"), append: false, utf8);
        _json.Write('[');
        WriteLine(section.Columns);
    }

    public ExportSection Section { get; }

    public long Rows { get; private set; }

    /// <summary>Characters written, which is bytes or fewer.</summary>
    public long Length { get; private set; }

    public void Add(JsonObject row)
    {
        var text = row.ToJsonString(Spelling);
        _json.Write(Rows == 0 ? "\n" : ",\n");
        _json.Write(text);
        Rows++;
        Length += text.Length;
        WriteLine(Section.Columns.Select(column => CellOf(row[column])));
    }

    public void Dispose()
    {
        _json.Write("\n]\n");
        _json.Dispose();
        _csv.Dispose();
    }

    /// <summary>
    /// A value as a cell. Text at whose beginning spreadsheets see a formula gets an apostrophe in front, which makes it text to them; numbers stay numbers.
    /// </summary>
    internal static string CellOf(JsonNode? value)
    {
        if (value is null) return "";
        if (value.GetValueKind() != JsonValueKind.String) return value.ToJsonString(Spelling);
        var text = value.GetValue<string>();
        return text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
    }

    void WriteLine(IEnumerable<string> cells)
    {
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isFirst) _csv.Write(',');
            isFirst = false;
            if (cell.AsSpan().ContainsAny(",\"\r\n"))
            {
                _csv.Write('"');
                _csv.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
                _csv.Write('"');
            }
            else
            {
                _csv.Write(cell);
            }
        }

        _csv.Write("\r\n");
    }
}
