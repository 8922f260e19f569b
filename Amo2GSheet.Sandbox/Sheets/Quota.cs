using System.Globalization;
using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.Sheets;

/// <summary>Reads and writes per minute, per user and for the whole project, in fixed one-minute windows of the injected clock.</summary>
internal sealed class Quota(TimeProvider time)
{
    public const int PerUser = 60;
    public const int PerProject = 300;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string? User, bool IsWrite), int> _used = [];
    private long _window;

    /// <summary>Counts a call; null when it is within the limits, else the 429. A refused call uses nothing up.</summary>
    public SheetsRefusal? Take(string user, bool isWrite)
    {
        lock (_lock)
        {
            var window = time.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (window != _window)
                _used.Clear();
            _window = window;
            if (Used(user, isWrite) >= PerUser)
                return Refusal(isWrite);
            if (Used(null, isWrite) >= PerProject)
                return Refusal(isWrite, "Project", string.Empty, PerProject);
            _used[(user, isWrite)] = Used(user, isWrite) + 1;
            _used[(null, isWrite)] = Used(null, isWrite) + 1;
            return null;
        }
    }

    /// <summary>What the busiest account has used up of this minute's calls.</summary>
    public int UsedNow(bool isWrite)
    {
        lock (_lock)
        {
            return time.GetUtcNow().ToUnixTimeSeconds() / 60 != _window
                ? 0
                : _used.Where(used => used.Key.User is not null && used.Key.IsWrite == isWrite).Select(used => used.Value).DefaultIfEmpty().Max();
        }
    }

    public void Reset()
    {
        lock (_lock)
            _used.Clear();
    }

    public static SheetsRefusal Refusal(bool isWrite) => Refusal(isWrite, "User", " per user", PerUser);

    private int Used(string? user, bool isWrite) => _used.GetValueOrDefault((user, isWrite));

    private static SheetsRefusal Refusal(bool isWrite, string per, string words, int value)
    {
        const string Consumer = "project_number:1";
        var kind = isWrite ? "Write" : "Read";
        var message = $"Quota exceeded for quota metric '{kind} requests' and limit '{kind} requests per minute{words}' "
            + $"of service 'sheets.googleapis.com' for consumer '{Consumer}'.";
        var metadata = new JsonObject
        {
            ["service"] = "sheets.googleapis.com",
            ["consumer"] = "projects/1",
            ["quota_metric"] = $"sheets.googleapis.com/{(isWrite ? "write_requests" : "read_requests")}",
            ["quota_limit"] = $"{kind}RequestsPerMinutePer{per}",
            ["quota_limit_value"] = value.ToString(CultureInfo.InvariantCulture),
            ["quota_location"] = "global",
        };
        return new SheetsRefusal(429, "RESOURCE_EXHAUSTED", message,
        [
            new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                ["reason"] = "RATE_LIMIT_EXCEEDED",
                ["domain"] = "googleapis.com",
                ["metadata"] = metadata,
            },
            new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.Help",
                ["links"] = new JsonArray(new JsonObject
                {
                    ["description"] = "Request a higher quota limit.",
                    ["url"] = "https://cloud.google.com/docs/quotas/help/request_increase",
                }),
            },
        ]);
    }
}
