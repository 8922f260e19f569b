using System.Text;

namespace Amo2GSheet.Tests.Hosts;

/// <summary>An answer as it came over the wire, its body put together.</summary>
internal sealed record HostAnswer(
    int Status, string Reason, IReadOnlyList<int> Before, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public IEnumerable<string> Values(string header) =>
        Headers.Where(one => one.Key.Equals(header, StringComparison.OrdinalIgnoreCase)).Select(one => one.Value);
}
