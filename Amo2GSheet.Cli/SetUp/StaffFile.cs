using System.Globalization;
using System.Text.RegularExpressions;
using Amo2GSheet.Cli.Frame;
using Amo2GSheet.Core.Pipelines;
using Amo2GSheet.Core.Sheets;
using CsvHelper;
using CsvHelper.Configuration;

namespace Amo2GSheet.Cli.SetUp;

/// <summary>A list of staff out of a CSV file: code, name and, if there, department; with or without a header.</summary>
/// <param name="People">The lines that are right, codes as they were written.</param>
/// <param name="Problems">One sentence for every line that was left out; without names.</param>
internal sealed partial record StaffFile(IReadOnlyList<StaffMember> People, IReadOnlyList<string> Problems)
{
    private static readonly string[] CodeHeaders = ["Код сотрудника", "Код", "code", "staff code", "kod"];
    private static readonly string[] NameHeaders = ["Сотрудник", "Ф.И.О.", "ФИО", "Имя", "name", "ism"];
    private static readonly string[] DepartmentHeaders = ["Отдел", "Группа", "department", "group", "bo'lim"];

    /// <summary>The likeliest first: a comma may also stand inside a name.</summary>
    private static readonly string[] Delimiters = ["\t", ";", ","];

    /// <summary>The parser copies the whole line for each field whose quotation marks are wrong: a line with more of them is no line of a list.</summary>
    private const int MostBadFields = 50;

    /// <summary>Reads the file.</summary>
    /// <exception cref="CommandException">The file as a whole is wrong: unreadable, or most of its lines are.</exception>
    public static async Task<StaffFile> ReadAsync(string path, CancellationToken cancellationToken) =>
        Parse(await TextOfFile.ReadAsync(path, cancellationToken), path);

    /// <summary>Takes the file's text apart.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What the file is called in sentences.</param>
    /// <exception cref="CommandException">The text as a whole is wrong.</exception>
    public static StaffFile Parse(string text, string path)
    {
        var (people, problems) = (new List<StaffMember>(), new List<string>());
        var seen = new Dictionary<string, int>();
        (int Code, int Name, int Department)? columns = null;
        foreach (var (line, cells) in Lines(text, path))
        {
            var header = columns is null ? HeaderOf(cells) : null;
            columns ??= header ?? (0, 1, 2);
            if (header is null)
                Take(line, cells, columns.Value);
        }

        if (people.Count == 0)
            throw new CommandException($"{path} has no line with a code and a name: nothing was written.{string.Concat(problems.Take(1).Select(first => $" {first}"))}");
        if (problems.Count > people.Count)
            throw new CommandException($"{path}: more lines are wrong ({problems.Count}) than right ({people.Count}), so that nothing was written. {problems[0]}");
        return new StaffFile(people, problems);

        void Take(int line, string[] cells, (int Code, int Name, int Department) at)
        {
            var (code, name) = (Cell(cells, at.Code), Cell(cells, at.Name));
            var problem = (code, name) switch
            {
                _ when cells.Any(cell => cell.Contains('\n', StringComparison.Ordinal)) => $"Line {line}: a quotation mark before it is not closed, so that lines run together.",
                ("", _) => $"Line {line} has no code.",
                _ when !code.All(char.IsAsciiDigit) || code.Length > 15 => $"Line {line}: the code is no number.",
                (_, "") => $"Line {line}: code {code} has no name.",
                _ when !name.Any(char.IsLetter) => $"Line {line}: what stands where the name of code {code} should be has no letter; give the file a header with «Код сотрудника» and «Сотрудник».",
                _ when !seen.TryAdd(StaffList.Key(code), line) => $"Line {line}: code {code} stands in line {seen[StaffList.Key(code)]} already, and that one counts.",
                _ => null,
            };
            if (problem is null)
                people.Add(new StaffMember(code, name, Cell(cells, at.Department)));
            else
                problems.Add(problem);
        }
    }

    private static IEnumerable<(int Line, string[] Cells)> Lines(string text, string path)
    {
        // Excel's own way to name the separator of a file; it is no line of the list.
        var named = SeparatorLine().Match(text);
        var body = named.Success ? text[named.Length..] : text;
        var (badRow, badFields) = (0, 0);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = named.Success ? named.Groups["separator"].Value : DelimiterOf(body),
            HasHeaderRecord = false,
            // A quote in the middle of a name is a quote.
            BadDataFound = bad =>
            {
                var row = bad.Context.Parser?.RawRow ?? 0;
                (badRow, badFields) = (row, row == badRow ? badFields + 1 : 1);
                if (badFields > MostBadFields)
                    throw new CommandException($"{path}: line {row + (named.Success ? 1 : 0)} has too many quotation marks to be read. Nothing was written.");
            },
            TrimOptions = TrimOptions.Trim,
        };
        using var parser = new CsvParser(new StringReader(body), configuration);
        while (parser.Read())
        {
            if (parser.Record is { } cells && cells.Any(cell => !string.IsNullOrWhiteSpace(cell)))
                yield return (parser.RawRow + (named.Success ? 1 : 0), cells);
        }
    }

    private static string DelimiterOf(string text)
    {
        var lines = text.Split('\n');
        return Delimiters.MaxBy(delimiter => lines.Count(line => line.Contains(delimiter, StringComparison.Ordinal)))!;
    }

    private static (int, int, int)? HeaderOf(string[] cells)
    {
        var (code, name) = (IndexOf(CodeHeaders), IndexOf(NameHeaders));
        return code >= 0 && name >= 0 ? (code, name, IndexOf(DepartmentHeaders)) : null;

        int IndexOf(string[] names) => Array.FindIndex(cells, cell => names.Any(name => NameFold.Same(name, cell)));
    }

    private static string Cell(string[] cells, int index) => index >= 0 && index < cells.Length ? cells[index].Trim() : "";

    [GeneratedRegex("""^"?sep=(?<separator>[^"\r\n])"?\r?\n""", RegexOptions.IgnoreCase)]
    private static partial Regex SeparatorLine();
}
