namespace Amo2GSheet.EmbeddedTables;

/// <summary>What an action does to its entity.</summary>
internal enum EntityActionKind
{
    /// <summary>Adds an entity; refused if there is one.</summary>
    Insert,

    /// <summary>Replaces all properties; needs a condition.</summary>
    Replace,

    /// <summary>Sets the given properties and keeps the others; needs a condition.</summary>
    Merge,

    /// <summary>Replaces or adds.</summary>
    InsertOrReplace,

    /// <summary>Merges or adds.</summary>
    InsertOrMerge,

    /// <summary>Deletes; needs a condition.</summary>
    Delete,
}

/// <summary>One change of one entity.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Key">The entity.</param>
/// <param name="Properties">The given properties; none for a deletion.</param>
/// <param name="IfMatch">The ETag that the entity must have, <c>*</c> for any; null without a condition.</param>
internal sealed record EntityAction(EntityActionKind Kind, EntityKey Key, EntityProperty[] Properties, string? IfMatch)
{
    /// <summary>Whether the outcome depends on the properties that the entity had before.</summary>
    public bool NeedsProperties => Kind is EntityActionKind.Merge or EntityActionKind.InsertOrMerge;

    /// <summary>Refuses what no store takes, before a store is asked.</summary>
    public void Check()
    {
        EntityLimits.CheckKey(Key);
        EntityLimits.Check(Key, Properties);
    }

    /// <summary>The entity after this action; null when it is deleted.</summary>
    /// <param name="current">The entity before, without its properties unless <see cref="NeedsProperties"/>; null when it does not exist.</param>
    /// <param name="timestamp">The timestamp of this write.</param>
    /// <exception cref="TableServiceException">The entity is not as the action requires.</exception>
    public Entity? Apply(Entity? current, long timestamp)
    {
        switch (Kind)
        {
            case EntityActionKind.Insert:
                return current is null ? Made(Properties) : throw TableServiceException.EntityAlreadyExists();
            case EntityActionKind.InsertOrReplace:
                return Made(Properties);
            case EntityActionKind.InsertOrMerge:
                return Made(current is null ? Properties : Merged(current));
        }

        if (current is null)
            throw TableServiceException.ResourceNotFound();
        if (IfMatch != "*" && IfMatch != current.ETag)
            throw TableServiceException.ConditionNotSatisfied();
        return Kind switch
        {
            EntityActionKind.Delete => null,
            EntityActionKind.Merge => Made(Merged(current)),
            _ => Made(Properties),
        };

        Entity Made(EntityProperty[] properties) => new(Key, timestamp, properties);
    }

    private EntityProperty[] Merged(Entity current)
    {
        var merged = new List<EntityProperty>(current.Properties);
        foreach (var property in Properties)
        {
            var index = merged.FindIndex(known => known.Name == property.Name);
            if (index < 0)
                merged.Add(property);
            else
                merged[index] = property;
        }

        EntityProperty[] properties = [.. merged];
        EntityLimits.Check(Key, properties);
        return properties;
    }
}
