using System.Buffers;
using System.Text.RegularExpressions;

namespace Amo2GSheet.Tests.Hardening.Log;

/// <summary>
/// Keeps every line that it is given, and tells in the end which of them held a secret or a client's name or phone: those it was told of, at
/// whatever time, and everything that looks like one.
/// </summary>
internal sealed partial class LogWatch : IDisposable
{
    /// <summary>Shorter ones stand in ordinary words.</summary>
    private const int ShortestSecret = 8;

    private const int ShortestName = 6;

    // In a file and not in memory, which other tests measure.
    private readonly string _path = Path.GetTempFileName();
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private StreamWriter? _file;

    public int Lines { get; private set; }

    public int Secrets
    {
        get
        {
            lock (_lock)
                return _secrets.Count;
        }
    }

    /// <summary>A secret or token that no line may hold.</summary>
    public void Learn(string? secret) => Add(secret?.Trim(), ShortestSecret);

    /// <summary>A person's, a company's or a lead's name that no line may hold.</summary>
    public void LearnName(string? name) => Add(name?.Trim(), ShortestName);

    /// <summary>Takes something that was logged or printed.</summary>
    /// <param name="source">Who said it.</param>
    /// <param name="text">One line or several.</param>
    public void Take(string source, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        lock (_lock)
        {
            _file ??= new StreamWriter(_path);
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                _file.WriteLine($"{source}: {line}");
                Lines++;
            }
        }
    }

    /// <summary>The lines that hold what they must not, each once, and what it is.</summary>
    public IReadOnlyList<string> Leaks()
    {
        lock (_lock)
        {
            _file?.Flush();
            var known = SearchValues.Create([.. _secrets], StringComparison.Ordinal);
            return [.. Read().Select(line => (line, what: What(line, known))).Where(found => found.what is not null).Select(found => $"{found.what}: {found.line}").Distinct()];
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            File.Delete(_path);
        }
    }

    private IEnumerable<string> Read()
    {
        using var reader = new StreamReader(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static string? What(string line, SearchValues<string> known)
    {
        if (line.AsSpan().ContainsAny(known))
            return "a secret or name in use";
        return LooksSecret().Match(line) is { Success: true } match ? $"what looks like a secret or phone («{match.Value[..Math.Min(match.Length, 24)]}»)" : null;
    }

    private void Add(string? text, int shortest)
    {
        if (text is null || text.Length < shortest)
            return;
        lock (_lock)
            _secrets.Add(text);
    }

    /// <summary>JWTs, amoCRM's codes and refresh tokens, Google's, keys in PEM, storage keys and signatures, keys in addresses, phones of the country.</summary>
    [GeneratedRegex("""
        eyJ[\w-]{8,}\.[\w-]{8,} | def502[0-9a-f]{12,} | ya29\.\S{8,} | \b1//\S{20,} | -----BEGIN | \bMII[A-Za-z0-9+/]{40,}
        | AccountKey=[^;\s]{8,} | [?&]sig=\w{8,} | [?&]code=[\w%.-]{6,} | Bearer\ [\w.-]{8,}
        | "(access_token|refresh_token|client_secret|private_key)"\s*:\s*"[\w.-]{6,} | (access_token|refresh_token|client_secret)=[\w.-]{6,} | \+?\b998\d{9}\b
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex LooksSecret();
}
