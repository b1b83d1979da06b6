namespace EcrPtc.Cli.State;

/// <summary>The storage of the state.</summary>
internal interface IStateStore
{
    LocalState Load();

    /// <summary>Stores <paramref name="state"/> as a whole. If it fails, the previous state is kept.</summary>
    void Save(LocalState state);
}
