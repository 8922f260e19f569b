namespace Amo2GSheet.EmbeddedTables;

/// <summary>Where entities are kept. An engine knows nothing of the protocol; what an action does to its entity, the action says.</summary>
internal interface ITableEngine : IDisposable
{
    /// <summary>Creates a table; false if there is one of that name, in any case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Gives up waiting; a change that has not begun by then is never made.</param>
    ValueTask<bool> CreateTableAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes a table with its entities; false if there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Gives up waiting; a change that has not begun by then is never made.</param>
    ValueTask<bool> DeleteTableAsync(string name, CancellationToken cancellationToken);

    /// <summary>The names of all tables, in order, in the case in which they were created.</summary>
    IReadOnlyList<string> ListTables();

    /// <summary>One entity; null if there is none.</summary>
    /// <exception cref="TableServiceException">There is no such table.</exception>
    Entity? Find(string table, EntityKey key);

    /// <summary>The entities of a range that pass a filter, in the order of their keys.</summary>
    /// <param name="table">The table.</param>
    /// <param name="range">The keys to look at.</param>
    /// <param name="filter">Which of them are taken.</param>
    /// <param name="max">How many are taken at most.</param>
    /// <returns>The entities, and the key of the next one that passes; null if there is none.</returns>
    /// <exception cref="TableServiceException">There is no such table.</exception>
    (IReadOnlyList<Entity> Entities, EntityKey? Next) Query(string table, KeyRange range, Filter filter, int max);

    /// <summary>Applies actions on different entities of one partition: all of them or none, and no other write in between.</summary>
    /// <param name="table">The table.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="cancellationToken">Gives up waiting; a change that has not begun by then is never made.</param>
    /// <returns>The entities afterwards, in the order of the actions; null for a deleted one.</returns>
    /// <exception cref="TableServiceException">There is no such table, or an action was refused; its index is in the exception.</exception>
    ValueTask<Entity?[]> ChangeAsync(string table, IReadOnlyList<EntityAction> actions, CancellationToken cancellationToken);
}
