using System.Runtime.InteropServices;

namespace KaosNet.Projections.Search.Queries;

enum QueryTokenKind
{
    End,
    Text,
    Number,
    Quoted,
    Plus,
    Minus,
    Colon,
    Greater,
    Less,
    Equal,
    Boost,
    Tilde,
}

/// <summary>One piece of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">Where it begins, in characters from 0.</param>
/// <param name="Text">Its text without escapes; for boost and tilde the number after the sign, empty when there is none.</param>
/// <param name="Wildcards">Places in the text of <c>*</c> and <c>?</c> that are not escaped, or null when there are none.</param>
/// <param name="IsPattern">True for a text between slashes that are not escaped.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct QueryToken(QueryTokenKind Kind, int At, string Text = "", IReadOnlyList<int>? Wildcards = null, bool IsPattern = false);
