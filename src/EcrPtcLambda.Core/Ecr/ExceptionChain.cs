namespace EcrPtcLambda.Ecr;

/// <summary>An exception with the inner exceptions that it wraps.</summary>
internal static class ExceptionChain
{
    extension(Exception exception)
    {
        /// <summary>Returns the first exception of a type, from the outside; null if there is none.</summary>
        public T? Inner<T>()
            where T : Exception
        {
            for (var each = exception; each is not null; each = each.InnerException)
            {
                if (each is T found)
                {
                    return found;
                }
            }

            return null;
        }

        /// <summary>Returns the exception that wraps no other.</summary>
        public Exception Innermost()
        {
            var innermost = exception;
            while (innermost.InnerException is { } inner)
            {
                innermost = inner;
            }

            return innermost;
        }
    }
}
