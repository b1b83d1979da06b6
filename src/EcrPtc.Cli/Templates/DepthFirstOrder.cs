namespace EcrPtc.Cli.Templates;

/// <summary>Orders names so that each comes after its dependencies.</summary>
internal static class DepthFirstOrder
{
    /// <summary>Returns the reachable names, in the order of the roots and of the dependencies of each.</summary>
    /// <param name="roots">The names to begin with.</param>
    /// <param name="dependencies">The names that a name depends on.</param>
    /// <param name="onCycle">Called for each cycle with its names, from the repeated one.</param>
    public static IReadOnlyList<string> Sort(IEnumerable<string> roots, Func<string, IEnumerable<string>> dependencies, Action<IReadOnlyList<string>> onCycle)
    {
        var order = new List<string>();
        var finished = new HashSet<string>();
        var open = new HashSet<string>();
        var path = new List<string>();

        // Iterative, because a template can chain all of its resources or conditions.
        var visits = new Stack<(string Name, bool IsDone)>(roots.Reverse().Select(static name => (name, false)));
        while (visits.TryPop(out var visit))
        {
            var (name, isDone) = visit;
            if (isDone)
            {
                path.RemoveAt(path.Count - 1);
                open.Remove(name);
                finished.Add(name);
                order.Add(name);
            }
            else if (open.Contains(name))
            {
                onCycle([.. path.SkipWhile(each => each != name)]);
            }
            else if (!finished.Contains(name))
            {
                path.Add(name);
                open.Add(name);
                visits.Push((name, true));
                foreach (var dependency in dependencies(name).Reverse())
                {
                    visits.Push((dependency, false));
                }
            }
        }

        return order;
    }
}
