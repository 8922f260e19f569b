namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>Everything an account starts with: what an administrator set up, and the first cards.</summary>
/// <param name="Account">The account itself.</param>
/// <param name="Pipelines">Pipelines with their stages, in their order.</param>
/// <param name="Fields">Custom field definitions of all kinds.</param>
/// <param name="Users">Users, inactive ones included.</param>
/// <param name="LossReasons">Reasons to lose a lead.</param>
/// <param name="Entities">The first cards, ready made.</param>
public sealed record AmoSeed(
    AmoAccount Account,
    IReadOnlyList<AmoPipeline> Pipelines,
    IReadOnlyList<AmoField> Fields,
    IReadOnlyList<AmoUser> Users,
    IReadOnlyList<AmoLossReason> LossReasons,
    IReadOnlyList<AmoEntity> Entities)
{
    /// <summary>What happened to the first leads before the account is looked at: the history has an event of each, at its own time.</summary>
    public IReadOnlyList<AmoPastMove> Past { get; init; } = [];
}

/// <summary>A move of a lead before the beginning.</summary>
/// <param name="LeadId">One of the first leads.</param>
/// <param name="At">When; leads move in this order.</param>
/// <param name="StatusId">The stage, of the lead's own pipeline.</param>
public sealed record AmoPastMove(long LeadId, DateTimeOffset At, long StatusId);

/// <summary>The account.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Name">Name that a person sees.</param>
/// <param name="Subdomain">First label of the host.</param>
/// <param name="TopDomain">Rest of the host, <c>amocrm.ru</c>.</param>
/// <param name="TimeZone">Zone in which date fields are calendar days.</param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record AmoAccount(long Id, string Name, string Subdomain, string TopDomain, TimeZoneInfo TimeZone, long CreatedAt);

/// <summary>A pipeline.</summary>
/// <param name="Id">Pipeline id.</param>
/// <param name="Name">Name that a person sees.</param>
/// <param name="Stages">All stages, Unsorted, 142 and 143 included.</param>
/// <param name="IsMain">Whether new leads land here.</param>
/// <param name="IsUnsortedOn">Whether Unsorted is shown; its stage is listed even when it is not.</param>
/// <param name="IsArchive">Whether it is archived.</param>
public sealed record AmoPipeline(
    long Id, string Name, IReadOnlyList<AmoStage> Stages, bool IsMain = false, bool IsUnsortedOn = true, bool IsArchive = false)
{
    /// <summary>The stage with this id, if this pipeline has it.</summary>
    public AmoStage? Stage(long statusId) => Stages.FirstOrDefault(stage => stage.Id == statusId);

    /// <summary>Where a lead lands that names the pipeline only.</summary>
    public AmoStage FirstStage => Stages.First(stage => stage.Type == 0);
}

/// <summary>A stage (status) of a pipeline.</summary>
/// <param name="Id">Unique in the account, except 142 and 143, which every pipeline has.</param>
/// <param name="Name">Name that a person sees; not unique.</param>
/// <param name="Type">1 for Unsorted, 0 for all others.</param>
/// <param name="Sort">Order in the pipeline.</param>
/// <param name="Color">Colour as <c>#rrggbb</c>.</param>
public sealed record AmoStage(long Id, string Name, int Type, int Sort, string Color)
{
    /// <summary>Id of "won" in every pipeline.</summary>
    public const long Won = 142;

    /// <summary>Id of "lost" in every pipeline.</summary>
    public const long Lost = 143;

    /// <summary>Whether the lead is closed here.</summary>
    public bool IsClosing => Id is Won or Lost;
}

/// <summary>A custom field's definition.</summary>
/// <param name="Id">Field id, unique in the account.</param>
/// <param name="Kind">Whose field it is.</param>
/// <param name="Name">Name that a person sees, spaces as typed.</param>
/// <param name="Type">Type as the API names it.</param>
/// <param name="Code">Code, or null.</param>
/// <param name="Options">Options of the types that have them, else empty.</param>
public sealed record AmoField(
    long Id, EntityKind Kind, string Name, string Type, string? Code, IReadOnlyList<AmoFieldOption> Options);

/// <summary>An option of a select-like field.</summary>
/// <param name="Id">Enum id.</param>
/// <param name="Value">Label.</param>
/// <param name="Code">Code, or null.</param>
public sealed record AmoFieldOption(long Id, string Value, string? Code = null);

/// <summary>A user.</summary>
/// <param name="Id">User id.</param>
/// <param name="Name">Full name.</param>
/// <param name="Email">Log-in.</param>
/// <param name="IsAdmin">Whether the user may do everything.</param>
/// <param name="IsActive">Deactivated users stay listed.</param>
public sealed record AmoUser(long Id, string Name, string Email, bool IsAdmin = false, bool IsActive = true);

/// <summary>A reason to lose a lead.</summary>
/// <param name="Id">Reason id.</param>
/// <param name="Name">Name that a person sees.</param>
public sealed record AmoLossReason(long Id, string Name);
