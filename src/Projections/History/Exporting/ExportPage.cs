using System.Globalization;
using System.Net;
using System.Text;

namespace KaosNet.Projections.History.Exporting;

/// <summary>The page that explains an export to the person whose it is: no scripts, nothing from elsewhere, good to print.</summary>
static class ExportPage
{
    const string Style = """
        :root { color-scheme: light; --ink: #1d2733; --soft: #5b6876; --line: #d9e0e7; --tint: #f4f7fa; --mark: #1f6f8b; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
        body > header { background: var(--mark); color: #fff; padding: 2.2rem 1.5rem 1.8rem; }
        body > header > *, main > * { max-width: 52rem; margin-left: auto; margin-right: auto; }
        body > header h1 { margin-top: 0; margin-bottom: 0; }
        body > header p { margin-top: .4rem; margin-bottom: 0; opacity: .92; }
        main { padding: 1.5rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; }
        h2 { font-size: 1.25rem; margin-top: 2.2rem; margin-bottom: .6rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 0; }
        code { font: .88em ui-monospace, "DejaVu Sans Mono", Consolas, monospace; background: var(--tint); padding: .08em .3em; border-radius: .2em; overflow-wrap: anywhere; }
        body > header code { background: #ffffff26; }
        a { color: var(--mark); }
        .note { background: var(--tint); border-left: 4px solid var(--mark); padding: .7rem 1rem; }
        section { border: 1px solid var(--line); border-radius: .5rem; padding: .9rem 1.1rem; margin-top: .8rem; margin-bottom: .8rem; break-inside: avoid; }
        section header { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
        .count { color: var(--soft); white-space: nowrap; font-variant-numeric: tabular-nums; }
        .empty { background: var(--tint); }
        .empty h3, .empty dd { color: var(--soft); }
        dl { display: grid; grid-template-columns: 8.5rem 1fr; gap: .15rem .8rem; margin: .5rem 0 0; font-size: .94rem; }
        dt { color: var(--soft); }
        dd { margin: 0; }
        footer { color: var(--soft); font-size: .9rem; padding-top: 1.5rem; }
        @media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
        @media print {
          body { font-size: 11pt; }
          body > header { background: none; color: var(--ink); padding: 0 0 .5rem; border-bottom: 2px solid var(--ink); }
          body > header code { background: none; }
          main { padding: 0; max-width: none; }
          a { color: inherit; text-decoration: none; }
        }
        """;

    public static string Of(UserExportSummary summary)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Your data</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <header>
            <h1>Your data</h1>
            <p>All that this game has recorded about the player <code>{summary.UserId}</code>, as of {Day(summary.At)}.</p>
            </header>
            <main>

            """);
        if (summary.ForgottenAt is { } forgotten)
        {
            page.Append(CultureInfo.InvariantCulture, $"""
                <p class="note"><strong>This person was forgotten on {Day(forgotten)}.</strong> The key that their data was locked with has been destroyed, so that nobody can read it any more, nor
                can this page. What is left tells that something happened, and when, but not of whom; the last line of <a href="changes.json">changes.json</a> is the proof.</p>

                """);
        }

        page.Append("""
            <p>You have the right to know what is stored about you (article 15 of the General Data Protection Regulation) and to get it in a form that other programs can read (article 20). This folder is
            both. Every part comes as two files with the same content:</p>
            <ul>
            <li><strong>CSV</strong> opens in spreadsheet programs such as LibreOffice Calc or Excel. Text that a spreadsheet might take for a formula begins with an apostrophe there.</li>
            <li><strong>JSON</strong> is for programs, and has every value exactly as it is stored.</li>
            </ul>
            <p>Times are in UTC (coordinated universal time), with year, month and day first. Long numbers with dashes, such as yours above, are the names by which the game knows players and things.</p>
            <h2>What is in this folder</h2>

            """);
        foreach (var (section, rows) in summary.Rows) Append(page, section, rows);
        AppendEnd(page, summary);
        return page.ToString();
    }

    static void AppendEnd(StringBuilder page, UserExportSummary summary) =>
        page.Append(CultureInfo.InvariantCulture, $"""
            <h2>What is not in it</h2>
            <ul>
            <li><strong>Other people.</strong> Other players appear by their number only: no names, no messages that they wrote, no notes on them. What the game itself wrote into your things is yours and was
            not searched for names.</li>
            <li><strong>Passwords</strong>, of which the game keeps only a scrambled form.</li>
            <li><strong>Who works for the game.</strong> Operators are called &ldquo;an operator&rdquo;.</li>
            <li><strong>Whether others have blocked you.</strong> That is theirs to know.</li>
            </ul>
            <h2>How it was made</h2>
            <p>The game records every change as an event, and shows you what follows from them. This folder was made from these events alone, all as of the same moment: {Time(summary.At)}. Those that tell of you,
            or that you brought about, are listed in <a href="changes.csv">changes.csv</a>, each with its number (<code>sequence</code>), so that everything here can be checked against the record.</p>
            <footer>Made by KaosNet on {Time(summary.At)} for player <code>{summary.UserId}</code>. Keep this folder where only you can read it.</footer>
            </main>
            </body>
            </html>

            """);

    static void Append(StringBuilder page, ExportSection section, long rows)
    {
        var count = rows switch { 0 => "nothing", 1 => "1 entry", _ => rows.ToString("N0", CultureInfo.InvariantCulture) + " entries" };
        page.Append(CultureInfo.InvariantCulture, $"""
            <section{(rows == 0 ? " class=\"empty\"" : "")}>
            <header><h3>{Text(section.Title)}</h3><span class="count">{count}</span></header>
            <dl>
            <dt>What it is</dt><dd>{Text(section.What)}</dd>
            <dt>Who can see it</dt><dd>{Text(section.Seen)}</dd>
            <dt>Where it is from</dt><dd>{Text(section.From)}</dd>
            <dt>Files</dt><dd><a href="{section.Name}.csv">{section.Name}.csv</a>, <a href="{section.Name}.json">{section.Name}.json</a></dd>
            </dl>
            </section>

            """);
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);

    static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
