namespace EcrPtc.Cli.State;

/// <summary>Where the state is kept.</summary>
internal interface IStateStore
{
    LocalState Load();

    /// <summary>Keeps <paramref name="state"/>, or what was kept before: never a part of it.</summary>
    void Save(LocalState state);
}
