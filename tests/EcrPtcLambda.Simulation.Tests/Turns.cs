namespace EcrPtcLambda.Simulation.Tests;

/// <summary>
/// Several operations at the same time, of which one goes on at a time: dice decide at each turn which, so that the same life can be
/// lived again.
/// </summary>
/// <param name="dice">Decides who goes on. One alone goes on whenever it passes its turn.</param>
internal sealed class Turns(Random dice)
{
    private readonly List<TaskCompletionSource> waiting = [];
    private readonly List<Task> requests = [];

    /// <summary>Runs all to their ends, and the requests that they sent.</summary>
    public async Task RunAsync(IReadOnlyList<Func<Task>> operations)
    {
        var running = operations.Select(RunOneAsync).ToList();
        Next();
        try
        {
            await Task.WhenAll(running);
        }
        finally
        {
            await Task.WhenAll(requests);
        }
    }

    /// <summary>Adds a request that an operation sends; for whoever has the turn.</summary>
    /// <param name="request">Waits for its turn first, by <see cref="EnterAsync"/>.</param>
    public void Add(Task request) => requests.Add(request);

    /// <summary>Waits for the first turn.</summary>
    public Task EnterAsync() => Wait();

    /// <summary>Gives the turn away, for whoever is done or waits for others.</summary>
    public void Leave() => Next();

    /// <summary>Lets another go on, perhaps; for whoever has the turn.</summary>
    public async Task PassAsync()
    {
        if (dice.Next(waiting.Count + 1) is var chosen && chosen == waiting.Count)
        {
            return;
        }

        var own = Wait();
        Next(chosen);
        await own;
    }

    private async Task RunOneAsync(Func<Task> operation)
    {
        await Wait();
        try
        {
            await operation();
        }
        finally
        {
            Next();
        }
    }

    private Task Wait()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add(turn);
        return turn.Task;
    }

    private void Next()
    {
        if (waiting.Count > 0)
        {
            Next(dice.Next(waiting.Count));
        }
    }

    private void Next(int index)
    {
        var next = waiting[index];
        waiting.RemoveAt(index);
        next.SetResult();
    }
}
