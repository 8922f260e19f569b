using Amo2GSheet.Core.Leads;
using Amo2GSheet.Core.State;

namespace Amo2GSheet.Core.Storage;

/// <summary>Bases in memory. What was handed out never changes: the next change goes into a copy, so an idle pass copies nothing.</summary>
internal sealed class BaseCache
{
    private Dictionary<LeadId, Base> _bases = [];
    private bool _handedOut;

    /// <summary>The bases as they are now, for good.</summary>
    public IReadOnlyDictionary<LeadId, Base> HandOut()
    {
        _handedOut = true;
        return _bases;
    }

    /// <summary>Adds or replaces a base.</summary>
    public void Set(Base @base)
    {
        if (_handedOut)
            _bases = new Dictionary<LeadId, Base>(_bases);
        _handedOut = false;
        _bases[@base.Lead] = @base;
    }
}
