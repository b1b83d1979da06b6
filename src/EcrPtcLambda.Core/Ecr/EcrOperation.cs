namespace EcrPtcLambda.Ecr;

/// <summary>The operation in which an error occurred.</summary>
internal enum EcrOperation
{
    /// <summary>No call to Amazon ECR.</summary>
    None,
    CreatePullThroughCacheRule,
    DescribePullThroughCacheRules,
    UpdatePullThroughCacheRule,
    DeletePullThroughCacheRule,
    ValidatePullThroughCacheRule,

    /// <summary>A delete and a create under the same prefix, before either call.</summary>
    Replacement,
}

/// <summary>The name of an operation.</summary>
internal static class EcrOperationExtensions
{
    extension(EcrOperation operation)
    {
        /// <summary>The name of the API operation, or the subject of a sentence if there is no such operation.</summary>
        public string Name => operation switch
        {
            EcrOperation.CreatePullThroughCacheRule => nameof(EcrOperation.CreatePullThroughCacheRule),
            EcrOperation.DescribePullThroughCacheRules => nameof(EcrOperation.DescribePullThroughCacheRules),
            EcrOperation.UpdatePullThroughCacheRule => nameof(EcrOperation.UpdatePullThroughCacheRule),
            EcrOperation.DeletePullThroughCacheRule => nameof(EcrOperation.DeletePullThroughCacheRule),
            EcrOperation.ValidatePullThroughCacheRule => nameof(EcrOperation.ValidatePullThroughCacheRule),
            EcrOperation.Replacement => "The replacement",
            _ => "The operation",
        };
    }
}
