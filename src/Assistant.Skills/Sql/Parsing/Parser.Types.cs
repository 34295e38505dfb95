using System.Globalization;
using Assistant.Skills.Sql.Syntax;

namespace Assistant.Skills.Sql.Parsing;

internal sealed partial class Parser
{
    /// <summary>Reads the name of a type with its lengths and fields.</summary>
    private readonly struct TypeReader(Parser parser)
    {
        private Token Now => parser.Now;

        public TypeName Read()
        {
            if (Now.Kind is TokenKind.Name or TokenKind.NameOrText)
                return Quoted();
            var name = Word();
            if (parser.AtSymbol("."))
            {
                parser._at++;
                return Arguments(new(parser.Label()) { Schema = name });
            }
            switch (name)
            {
                case "double" when parser.TakeWord("PRECISION"):
                    return new("double precision");
                case "character" or "char" or "bit" or "nchar" when parser.TakeWord("VARYING"):
                    name += " varying";
                    break;
                case "national":
                    name += " " + Word() + (parser.TakeWord("VARYING") ? " varying" : "");
                    break;
                case "timestamp" or "time":
                    return Zoned(Arguments(new(name)));
                case "interval":
                    return Fields();
                case "struct" or "row" or "union" or "map" when parser.IsDuckDb && parser.AtSymbol("("):
                    return Nested(name);
                case "signed" or "unsigned" when parser.IsMySql:
                    if (Now.Value.ToLowerInvariant() is "integer" or "int")
                        parser._at++;
                    return new(name);
            }
            // SQLite takes any words.
            for (var words = 1; parser.IsSqlite && Now.Kind == TokenKind.Word && words < 5; words++)
                name += " " + Word();
            var type = Arguments(new(name));
            if (parser.IsMySql && parser.TakeWords("CHARACTER", "SET"))
                type = type with { Name = type.Name + " character set " + Word() };
            return type;
        }

        private string Word()
        {
            if (Now.Kind != TokenKind.Word || Now.Value.Length > 60)
                throw parser.Unexpected();
            var word = Now.Value.ToLower(CultureInfo.InvariantCulture);
            parser._at++;
            return word;
        }

        /// <summary>PostgreSQL's "char" is another type than char.</summary>
        private TypeName Quoted()
        {
            var name = Now.Value;
            if (name == "char")
                throw parser.Unexpected();
            parser._at++;
            if (!parser.AtSymbol("."))
                return Arguments(new(name));
            parser._at++;
            return Arguments(new(parser.Label()) { Schema = name });
        }

        private TypeName Arguments(TypeName type)
        {
            if (!parser.AtSymbol("("))
                return type;
            var owner = parser;
            owner.Expect("(");
            var arguments = owner.Separated(() =>
            {
                var argument = owner.Now;
                if (argument.Kind is not (TokenKind.Number or TokenKind.Word) && !(argument.Kind == TokenKind.Text && owner.IsDuckDb))
                    throw owner.Unexpected();
                owner._at++;
                return argument.Value;
            });
            owner.Expect(")");
            return type with { Arguments = arguments };
        }

        private TypeName Zoned(TypeName type)
        {
            if (!(parser.At("WITH") || parser.At("WITHOUT")) || parser.KeywordAfter(1) != "TIME")
                return type;
            var zoned = parser.At("WITH");
            parser._at += 2;
            parser.ExpectWord("ZONE");
            return type with { Name = type.Name + (zoned ? " with time zone" : " without time zone") };
        }

        /// <summary>interval day to second.</summary>
        private TypeName Fields()
        {
            var name = "interval";
            if (Now.Kind == TokenKind.Word && IsUnit(Now.Value))
            {
                name += " " + Word();
                if (parser.TakeWord("TO"))
                    name += " to " + (IsUnit(Now.Value) ? Word() : throw parser.Unexpected());
            }
            return Arguments(new(name));
        }

        private TypeName Nested(string name)
        {
            var owner = parser;
            owner.Expect("(");
            var type = name == "map"
                ? new TypeName(name) { Elements = owner.Separated(owner.Type) }
                : new TypeName(name) { Fields = owner.Separated(() => new ColumnDefinition(owner.Label(), owner.Type())) };
            owner.Expect(")");
            return type;
        }
    }
}
