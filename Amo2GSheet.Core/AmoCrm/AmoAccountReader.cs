using System.Globalization;
using System.Text.Json;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Pipelines;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Reads what changes seldom and keeps it for ten minutes; one read at a time, shared by all who wait for it.</summary>
internal sealed partial class AmoAccountReader(AmoHttp http, AmoPages pages, TimeProvider time, ILogger<AmoAccountReader> logger) : IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _single = new(1);
    private AmoAccount? _kept;
    private long _readsBegun;

    /// <summary>The account, no older than ten minutes, or read after this call when <paramref name="fresh"/>.</summary>
    public async Task<AmoAccount> ReadAsync(bool fresh, CancellationToken cancellationToken)
    {
        var begunBefore = Interlocked.Read(ref _readsBegun);
        await _single.WaitAsync(cancellationToken);
        try
        {
            // A read that began while we waited is as fresh as our own would be.
            if (_kept is { } kept && (fresh ? _readsBegun > begunBefore : time.GetUtcNow() - kept.ReadAt < Keep))
                return kept;

            Interlocked.Increment(ref _readsBegun);
            _kept = fresh ? null : _kept;
            return _kept = await ReadAsync(cancellationToken);
        }
        finally
        {
            _single.Release();
        }
    }

    public void Dispose() => _single.Dispose();

    private async Task<AmoAccount> ReadAsync(CancellationToken cancellationToken)
    {
        var readAt = time.GetUtcNow();
        var pipelines = await pages.ReadAsync("api/v4/leads/pipelines", "pipelines", ReadPipeline, forbidden: null, cancellationToken);

        // Whether a user who is no administrator may list users is not documented; rows can do without names.
        var users = await pages.ReadAsync(
            $"api/v4/users?limit={AmoPages.Limit}", "users", ReadUser, () => Log.UsersHidden(logger), cancellationToken);
        var fields = await pages.ReadAsync(
            $"api/v4/leads/custom_fields?limit={AmoPages.Limit}", "custom_fields", ReadField, forbidden: null, cancellationToken);

        var (zone, country) = await ReadPlaceAsync(cancellationToken);
        return new AmoAccount(
            pipelines,
            users.GroupBy(user => user.Id).ToDictionary(same => same.Key, same => same.First().Name),
            fields,
            zone,
            readAt)
        {
            Country = country,
        };
    }

    private async Task<(TimeZoneInfo? Zone, string? Country)> ReadPlaceAsync(CancellationToken cancellationToken)
    {
        var answer = await http.GetAsync("api/v4/account?with=datetime_settings", cancellationToken);
        using var json = answer.IsSuccess ? answer.TryJson() : null;
        var country = json?.RootElement.Text("country");
        var id = json?.RootElement.At("_embedded").At("datetime_settings").Text("timezone");
        if (id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return (zone, country);

        Log.NoTimeZone(logger);
        return (null, country);
    }

    private static Pipeline? ReadPipeline(JsonElement json)
    {
        if (json.Long("id") is not { } id)
            return null;

        var stages = json.At("_embedded").Items("statuses")
            .Where(status => status.Long("id") is not null)
            .OrderBy(status => status.Long("id") is StageKey.WonStatusId or StageKey.LostStatusId)
            .ThenBy(status => status.Long("sort") ?? 0)
            .Select(status => new Stage(new StageKey(id, status.Long("id")!.Value), status.Text("name") ?? "", status.Long("type") == 1));
        return new Pipeline(id, json.Text("name") ?? "", [.. stages]);
    }

    private static User? ReadUser(JsonElement json) =>
        json.Long("id") is { } id ? new User(id, json.Text("name") ?? id.ToString(CultureInfo.InvariantCulture)) : null;

    private static LeadFieldDefinition? ReadField(JsonElement json) =>
        json.Long("id") is { } id ? new LeadFieldDefinition(id, json.Text("name") ?? "", json.Text("type") ?? "") : null;

    private sealed record User(long Id, string Name);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "amoCRM does not show the users to the user who logged in; names of responsible users stay unknown")]
        public static partial void UsersHidden(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "amoCRM does not say the account's time zone, or says one that this machine does not know")]
        public static partial void NoTimeZone(ILogger logger);
    }
}
