using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.Sheets;

namespace Amo2GSheet.Core.Sync;

/// <summary>Reads what rows show of leads: contacts and companies, in as few calls as there are hundreds of them.</summary>
internal sealed class LeadReader(IAmoCrm amo)
{
    /// <summary>Contacts, company and responsible user of leads.</summary>
    public async Task<IReadOnlyDictionary<LeadId, RowSource>> ReadSourcesAsync(
        IReadOnlyCollection<Lead> leads, AmoAccount account, CancellationToken cancellationToken)
    {
        if (leads.Count == 0)
            return new Dictionary<LeadId, RowSource>();

        var contactIds = leads.SelectMany(lead => lead.ContactIds).ToHashSet();
        var companyIds = leads.SelectMany(lead => lead.CompanyIds.Take(1)).ToHashSet();
        var contacts = contactIds.Count > 0 ? await amo.ReadContactsAsync(contactIds, cancellationToken) : new Dictionary<long, Contact>();
        var companies = companyIds.Count > 0 ? await amo.ReadCompaniesAsync(companyIds, cancellationToken) : new Dictionary<long, Company>();

        return leads.ToDictionary(lead => lead.Id, lead => new RowSource(
            lead,
            [.. lead.ContactIds.Select(contacts.GetValueOrDefault).OfType<Contact>()],
            lead.CompanyIds.Select(companies.GetValueOrDefault).FirstOrDefault(company => company is not null),
            account.UserNames.GetValueOrDefault(lead.ResponsibleUserId)));
    }
}
