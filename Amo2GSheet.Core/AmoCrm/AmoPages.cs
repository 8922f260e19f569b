using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Walks a list page by page, by <c>_links.next</c>, until there is no next page or a 204 (amoCRM's empty list).</summary>
internal sealed class AmoPages(AmoHttp http)
{
    /// <summary>The most of a list that amoCRM gives at once.</summary>
    public const int Limit = 250;

    private const int MostPages = 1000;

    /// <summary>Reads the whole list and keeps what <paramref name="read"/> makes of each member.</summary>
    /// <param name="path">The first page, relative to the account's host.</param>
    /// <param name="name">The list's name in <c>_embedded</c>.</param>
    /// <param name="read">Reads one member; null leaves it out.</param>
    /// <param name="forbidden">What to answer when the user may not see the list; null makes that an exception.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="AmoUnavailableException">A page could not be read. Unreadable is never empty.</exception>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(
        string path,
        string name,
        Func<JsonElement, T?> read,
        Action? forbidden,
        CancellationToken cancellationToken)
        where T : class
    {
        var members = new List<T>();
        await foreach (var page in WalkAsync(path, name, read, forbidden, cancellationToken))
            members.AddRange(page.Members);
        return members;
    }

    /// <summary>Reads a list page by page; the next page is asked for when this one has been worked off.</summary>
    /// <param name="path">The first page, relative to the account's host.</param>
    /// <param name="name">The list's name in <c>_embedded</c>.</param>
    /// <param name="read">Reads one member; null leaves it out.</param>
    /// <param name="forbidden">What to do when the user may not see the list, which then ends; null makes that an exception.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="AmoUnavailableException">A page could not be read. Unreadable is never empty.</exception>
    public async IAsyncEnumerable<AmoPage<T>> WalkAsync<T>(
        string path,
        string name,
        Func<JsonElement, T?> read,
        Action? forbidden,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        string? next = path;
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages)
                throw new AmoUnavailableException($"amoCRM's list of {name} does not end after {MostPages} pages.");

            var answer = await http.GetAsync(next, cancellationToken);
            // A page that the page before had promised, and that is empty: seen to be a passing error (reference: catch-up connectors).
            if (page > 0 && answer.Status == HttpStatusCode.NoContent)
                answer = await http.GetAsync(next, cancellationToken);
            if (answer.Status == HttpStatusCode.Forbidden)
            {
                if (forbidden is null)
                    throw AmoHttp.Refusal(new AmoRequest(HttpMethod.Get, next), answer);
                forbidden();
            }

            if (answer.Status is HttpStatusCode.NoContent or HttpStatusCode.Forbidden)
            {
                yield return new AmoPage<T>([], IsLast: true, answer.ServerTime);
                yield break;
            }

            using var json = answer.TryJson();
            var list = json is null ? default : json.RootElement.At("_embedded").At(name);
            if (list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
                throw new AmoUnavailableException($"amoCRM's list of {name} cannot be read: HTTP {(int)answer.Status} without _embedded.{name}.");

            List<T> members = [.. list.Members().Select(read).OfType<T>()];
            next = Next(json!.RootElement, next);
            yield return new AmoPage<T>(members, IsLast: next is null, answer.ServerTime);
        }
    }

    // Only path and query are taken from the link: it names the account's public host, and ours may be another (sandbox, renamed account).
    private static string? Next(JsonElement root, string current)
    {
        var link = root.At("_links").At("next");
        var href = link.Text("href") ?? link.ScalarText();
        if (string.IsNullOrEmpty(href) || !Uri.TryCreate(new Uri("https://account.invalid/"), href, out var address))
            return null;

        var next = address.PathAndQuery.TrimStart('/');
        return next != current ? next : throw new AmoUnavailableException("amoCRM's next page is the page itself; its lists cannot be walked now.");
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Members">What was made of its members.</param>
/// <param name="IsLast">No page follows.</param>
/// <param name="ServerTime">amoCRM's clock when it answered; null when it did not say.</param>
internal sealed record AmoPage<T>(IReadOnlyList<T> Members, bool IsLast, DateTimeOffset? ServerTime);
