using EcrPtcLambda.Rules;

namespace EcrPtcLambda.Tests.Rules;

public sealed class ValidationErrorTests
{
    [Fact]
    public void A_problem_says_what_is_allowed_and_what_was_given() =>
        new ValidationError("OnExisting", "must be Fail or Adopt", "maybe").ToString().ShouldBe("OnExisting must be Fail or Adopt (given: \"maybe\")");

    [Fact]
    public void Where_nothing_was_given_or_it_may_be_a_secret_it_is_not_shown() =>
        new ValidationError("CredentialArn", "must be an ARN").ToString().ShouldBe("CredentialArn must be an ARN");

    [Theory]
    [InlineData(120, 120, "")]
    [InlineData(121, 120, "…")]
    public void Of_a_long_value_the_first_120_characters_are_shown(int given, int shown, string ending) =>
        new ValidationError("P", "must be short", new('x', given)).ToString().ShouldBe($"P must be short (given: \"{new string('x', shown)}{ending}\")");

    [Fact]
    public void Control_characters_are_shown_as_a_replacement() =>
        new ValidationError("P", "must be printable", "a\r\n\0b").ToString().ShouldBe("P must be printable (given: \"a\uFFFD\uFFFD\uFFFDb\")");
}
