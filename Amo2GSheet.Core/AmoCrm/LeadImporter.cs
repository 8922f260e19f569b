using System.Net;
using System.Text.Json;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>Makes leads over HTTP, API v4.</summary>
internal sealed class LeadImporter(AmoHttp http, AmoPages pages) : IAmoImport
{
    private const string Path = "api/v4/leads/complex";

    /// <inheritdoc />
    public async Task<NewLeadsOutcome> CreateLeadsAsync(IReadOnlyList<NewLead> leads, CancellationToken cancellationToken)
    {
        Guard(leads);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var answer = await http.ChangeAsync(HttpMethod.Post, Path, NewLeadJson.Body(leads));
            return answer switch
            {
                { IsSuccess: true } => NewLeadJson.Made(leads, answer),
                { Status: HttpStatusCode.GatewayTimeout } => new NewLeadsUnknown(TooHeavy: true, "amoCRM gave up on the batch (HTTP 504)."),
                _ => new NewLeadsRefused(NewLeadJson.Refused(leads, answer), $"HTTP {(int)answer.Status}: {answer.Words()}"),
            };
        }
        catch (AmoUnavailableException lost) when (lost.InnerException is AmoAnswerLostException)
        {
            return new NewLeadsUnknown(TooHeavy: false, lost.InnerException.Message);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<FoundLead>> FindLeadsAsync(DateTimeOffset createdFrom, CancellationToken cancellationToken)
    {
        var path = FormattableString.Invariant(
            $"api/v4/leads?limit={AmoPages.Limit}&filter[created_at][from]={createdFrom.ToUnixTimeSeconds()}&order[id]=asc");
        var found = await pages.ReadAsync(path, "leads", Read, forbidden: null, cancellationToken);

        // An account without the filter answers with all leads.
        return [.. found.Where(lead => lead.Lead.CreatedAt.ToUnixTimeSeconds() >= createdFrom.ToUnixTimeSeconds()).DistinctBy(lead => lead.Lead.Id)];
    }

    private static FoundLead? Read(JsonElement json) => LeadJson.ReadLead(json) is { } lead
        ? new FoundLead(lead, [.. json.At("_embedded").Items("tags").Select(tag => tag.Text("name")).OfType<string>()])
        : null;

    private static void Guard(IReadOnlyList<NewLead> leads)
    {
        ArgumentNullException.ThrowIfNull(leads);
        if (leads.Count is 0 or > NewLead.MostAtOnce)
            throw new ArgumentException($"1 to {NewLead.MostAtOnce} leads go into a call.", nameof(leads));
        if (leads.DistinctBy(lead => lead.RequestId).Count() != leads.Count)
            throw new ArgumentException("Each lead needs a request id of its own.", nameof(leads));
    }
}
