using System.Text.Json;
using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>amoCRM over HTTP, API v4.</summary>
internal sealed class AmoCrmClient(AmoPages pages, LeadChanger changer, AmoAccountReader account) : IAmoCrm
{
    /// <summary>Below the page size, and below 8 KB of address with ids of any length that amoCRM gives.</summary>
    internal const int IdsPerCall = 200;

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<LeadId, Lead>> ReadLeadsAsync(IReadOnlyCollection<LeadId> ids, CancellationToken cancellationToken) =>
        await ReadAsync("leads", "&with=contacts", ids.Select(id => id.Value), LeadJson.ReadLead, lead => lead.Id, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<long, Contact>> ReadContactsAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        await ReadAsync("contacts", "", ids, LeadJson.ReadContact, contact => contact.Id, cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<long, Company>> ReadCompaniesAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        await ReadAsync("companies", "", ids, LeadJson.ReadCompany, company => company.Id, cancellationToken);

    /// <inheritdoc />
    public Task ChangeLeadsAsync(
        IReadOnlyCollection<LeadChange> changes,
        Func<IReadOnlyList<LeadChangeOutcome>, CancellationToken, Task> landed,
        CancellationToken cancellationToken) => changer.ChangeAsync(changes, landed, cancellationToken);

    /// <inheritdoc />
    public Task<AmoAccount> ReadAccountAsync(bool fresh, CancellationToken cancellationToken) => account.ReadAsync(fresh, cancellationToken);

    private async Task<Dictionary<TKey, T>> ReadAsync<TKey, T>(
        string entity,
        string with,
        IEnumerable<long> ids,
        Func<JsonElement, T?> read,
        Func<T, TKey> key,
        CancellationToken cancellationToken)
        where TKey : notnull
        where T : class
    {
        var found = new Dictionary<TKey, T>();
        foreach (var some in ids.Distinct().Chunk(IdsPerCall))
        {
            var filter = string.Join('&', some.Select(id => FormattableString.Invariant($"filter[id][]={id}")));
            var path = $"api/v4/{entity}?limit={AmoPages.Limit}{with}&{filter}";
            foreach (var one in await pages.ReadAsync(path, entity, read, forbidden: null, cancellationToken))
                found[key(one)] = one;
        }

        return found;
    }
}
