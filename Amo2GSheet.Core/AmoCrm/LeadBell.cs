using Amo2GSheet.Core.Leads;

namespace Amo2GSheet.Core.AmoCrm;

/// <summary>«Look at this lead»: all that is taken from a webhook. What the lead is like is read from the API.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="StatusId">The status that the sender named, for telling duplicates; null when it named none.</param>
/// <param name="LastModified">The change that the sender saw, to the second; null when it gave none.</param>
/// <param name="Deleted">The sender says that the lead is deleted. Checked, never trusted.</param>
public sealed record LeadBell(LeadId Lead, long? StatusId = null, DateTimeOffset? LastModified = null, bool Deleted = false);
