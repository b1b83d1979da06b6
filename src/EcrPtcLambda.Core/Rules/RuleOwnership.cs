namespace EcrPtcLambda.Rules;

/// <summary>The ownership that the physical ID states after a plan was carried out.</summary>
/// <param name="IsAdopted">Whether the rule was there before the stack took it over.</param>
/// <param name="Predecessor">The rule that this one replaces; null where it replaces none.</param>
/// <param name="Instance">The rule, where the ID that CloudFormation had before already names it; null where ECR tells it.</param>
/// <param name="CurrentId">The ID that CloudFormation has, where it stays: any other spelling would have the rule deleted in the clean-up.</param>
/// <param name="Former">The rule that CloudFormation cleans up if the ID changes; null where it has none under this prefix.</param>
internal sealed record RuleOwnership(bool IsAdopted = false, Predecessor? Predecessor = null, RuleInstance? Instance = null, string? CurrentId = null, FormerRule? Former = null)
{
    /// <summary>A rule that the stack creates and that replaces none.</summary>
    public static RuleOwnership New { get; } = new();

    /// <summary>A rule that was there before.</summary>
    public static RuleOwnership Adopted { get; } = new(IsAdopted: true);

    /// <summary>The resource keeps the rule that <paramref name="id"/> names.</summary>
    /// <param name="id">The parsed ID.</param>
    /// <param name="text">The ID as CloudFormation has it; null where CloudFormation has another.</param>
    /// <param name="onExisting">The current value in the template. Without Adopt, the stack becomes the owner of an adopted rule.</param>
    public static RuleOwnership Kept(PhysicalResourceId.Rule id, string? text, OnExisting onExisting) =>
        id.IsAdopted && onExisting is not OnExisting.Adopt
            ? new(IsAdopted: false, id.AsPredecessor(), id.Instance)
            : new(id.IsAdopted, id.Predecessor, id.Instance, text);

    /// <summary>
    /// The resource has another instance under its own prefix. What was adopted stays so as long as the template says Adopt: the instance may
    /// be the adopted rule put back.
    /// </summary>
    /// <param name="id">The parsed ID.</param>
    /// <param name="replaced">The rule that is deleted for it; null where it is gone already.</param>
    /// <param name="onExisting">The current value in the template.</param>
    /// <param name="former">The rule that CloudFormation cleans up if the ID changes; null where it doesn't have this ID.</param>
    public static RuleOwnership Renewed(PhysicalResourceId.Rule id, RuleInstance? replaced, OnExisting onExisting, FormerRule? former = null)
    {
        var isAdopted = id.RemembersAdoption && onExisting is OnExisting.Adopt;
        var mustRemember = id.RemembersAdoption && !isAdopted;
        return new(
            isAdopted,
            replaced is not null || mustRemember ? new(replaced ?? id.Instance, id.RemembersAdoption) : null,
            Former: id.IsAdopted ? null : former);
    }

    /// <summary>The ID of <paramref name="live"/>.</summary>
    public string IdOf(LiveRule live, AwsContext awsContext) =>
        CurrentId ?? Former?.IdIfTakenFor(live) ?? new PhysicalResourceId.Rule(Instance ?? live.Instance, IsAdopted, Predecessor).Format(awsContext);
}

/// <summary>The rule of which an Update finds another in the place, and that CloudFormation cleans up if the ID changes.</summary>
/// <param name="CurrentId">The ID that CloudFormation has.</param>
/// <param name="Instance">The rule that it names.</param>
/// <param name="Asked">The properties that the clean-up comes with; null where they make no sense.</param>
internal sealed record FormerRule(string CurrentId, RuleInstance Instance, PullThroughCacheRule? Asked)
{
    /// <summary>The ID, which has to stay where the clean-up would take the new rule for the old one; null where it may change.</summary>
    public string? IdIfTakenFor(LiveRule live) => Instance.Is(live, Asked) ? CurrentId : null;
}

/// <summary>The physical ID of an Update or a Delete.</summary>
/// <param name="Text">As CloudFormation has it, byte for byte.</param>
/// <param name="Id">The parsed ID.</param>
internal sealed record CurrentId(string Text, PhysicalResourceId Id)
{
    public static CurrentId Parse(string text, AwsContext awsContext) => new(text, PhysicalResourceId.Parse(text, awsContext));
}
