using Assistant.Skills.Questions.Language;

namespace Assistant.Skills.Tests.Questions.Linking;

public sealed class SynonymTests
{
    [Theory]
    [InlineData("bedchambers", "rooms.bedroom")]
    [InlineData("colour", "rooms.color")]
    [InlineData("lodgings", "")]
    [InlineData("velocity", "lifts.speed")]
    [InlineData("begin day", "stays.start_date")]
    public void A_word_of_the_same_meaning_finds_the_name(string said, string name)
    {
        var names = new Names("rooms(room_id, bedroom, color)", "lifts(lift_id, speed)", "stays(stay_id, start_date, nights)");
        Assert.Equal(name, names.Best(said));
    }

    [Fact]
    public void A_phrase_of_the_same_meaning_finds_the_name() =>
        Assert.Equal("semesters", new Names("semesters(semester_id, label)", "teachers(teacher_id, nickname)").Best("academic sessions"));

    [Fact]
    public void The_name_itself_is_surer_than_a_synonym_and_a_synonym_than_a_doer()
    {
        double Score(string table, string said) => new Names($"{table}(id, remark)").Of(said) is [var best, ..] ? best.Score : 0;
        Assert.True(Score("salaries", "salaries") > Score("salaries", "remuneration"));
        Assert.True(Score("instructors", "teachers") > Score("teaches", "teachers"));
    }

    [Fact]
    public void Many_of_a_kind_are_no_part_of_one_value()
    {
        var names = new Names("halls(hall_id, hall_name)");
        names.Values.Add(names.Vocabulary.Tables[0].Columns[1], "Great Northern Basilica");
        Assert.Empty(Loosely(names, "basilicas"));
        Assert.NotEmpty(Loosely(names, "Basilica"));
    }

    private static List<Skills.Questions.Linking.Link> Loosely(Names names, string word) =>
        new Skills.Questions.Linking.Linker(names.Vocabulary, names.Values, Lexicon.Default).Loosely(Tokenizer.Tokenize(word)[0]);

    [Theory]
    [InlineData("abacus")]
    [InlineData("zoom")]
    [InlineData("harbor")]
    public void Each_line_of_related_words_is_found(string word) => Assert.True(RelatedWords.IsWord(word));

    [Theory]
    [InlineData("firstname")]
    [InlineData("zzz")]
    [InlineData("aaa")]
    [InlineData("x")]
    [InlineData("Été")]
    public void What_is_no_word_has_no_related_words(string word) => Assert.Empty(RelatedWords.Of(word));

    [Fact]
    public void An_english_word_is_not_cut_though_its_parts_are_known()
    {
        var names = new Names("classroom(classroom_id, seats)", "class(class_id, topic)", "room(room_id, floor)", "guest(firstname, customerid)");
        Assert.Equal(["classroom"], names.Vocabulary.Tables[0].Words);
        Assert.Equal(["first", "name"], names.Vocabulary.Tables[3].Columns[0].Words);
        Assert.Equal(["customer", "id"], names.Vocabulary.Tables[3].Columns[1].Words);
    }
}
