namespace Assistant.Samples;

/// <summary>Names of people, places and firms. All are invented or common; no one is meant.</summary>
internal static class Names
{
    /// <summary>A country with what its people, streets and numbers look like.</summary>
    internal sealed record Country(string Code, string Name, string Currency, string Dialling, string[] First, string[] Last, string[] Cities, string[] Streets);

    public static readonly Country[] Countries =
    [
        new("DE", "Germany", "EUR", "+49",
            ["Anna", "Lukas", "Marie", "Jonas", "Lena", "Felix", "Sophie", "Paul", "Clara", "Maximilian", "Emma", "Leon", "Greta", "Moritz", "Ida", "Jakob"],
            ["Müller", "Schmidt", "Weber", "Hoffmann", "Koch", "Richter", "Wolf", "Schröder", "Neumann", "Krüger", "Vogel", "Böhm", "Lange", "Seidel"],
            ["Hamburg", "Leipzig", "Köln", "Nürnberg", "Bremen", "Freiburg", "Rostock"], ["Lindenweg", "Hauptstraße", "Am Markt", "Gartenstraße", "Mühlweg"]),
        new("FR", "France", "EUR", "+33",
            ["Camille", "Louis", "Chloé", "Hugo", "Léa", "Jules", "Manon", "Gabriel", "Inès", "Arthur", "Zoé", "Nathan"],
            ["Martin", "Bernard", "Dubois", "Moreau", "Laurent", "Girard", "Lefèvre", "Fontaine", "Chevalier", "Rousseau", "Garnier"],
            ["Lyon", "Nantes", "Toulouse", "Lille", "Rennes", "Dijon"], ["Rue des Lilas", "Avenue Foch", "Rue de la Gare", "Place du Marché"]),
        new("GB", "United Kingdom", "GBP", "+44",
            ["Olivia", "George", "Amelia", "Harry", "Isla", "Jack", "Freya", "Oscar", "Poppy", "Alfie", "Evie", "Noah"],
            ["Smith", "Taylor", "Brown", "Wilson", "Davies", "Evans", "Thomas", "Walker", "Hughes", "Green", "Clarke", "Patel"],
            ["Leeds", "Bristol", "Glasgow", "Cardiff", "York", "Belfast"], ["High Street", "Station Road", "Mill Lane", "Church Road"]),
        new("ES", "Spain", "EUR", "+34",
            ["Lucía", "Hugo", "Martina", "Mateo", "Paula", "Daniel", "Valeria", "Álvaro", "Carmen", "Diego"],
            ["García", "Fernández", "López", "Sánchez", "Romero", "Navarro", "Torres", "Ramos", "Gil", "Molina"],
            ["Valencia", "Bilbao", "Sevilla", "Zaragoza", "Málaga"], ["Calle Mayor", "Calle del Sol", "Avenida del Puerto", "Calle Nueva"]),
        new("PL", "Poland", "PLN", "+48",
            ["Zuzanna", "Jakub", "Julia", "Antoni", "Maja", "Szymon", "Hanna", "Filip", "Alicja", "Wojciech"],
            ["Nowak", "Kowalska", "Wiśniewski", "Wójcik", "Lewandowska", "Zieliński", "Kozłowska", "Mazur"],
            ["Kraków", "Gdańsk", "Poznań", "Wrocław", "Łódź"], ["ulica Polna", "ulica Leśna", "ulica Szkolna", "aleja Lipowa"]),
        new("SE", "Sweden", "SEK", "+46",
            ["Alice", "William", "Maja", "Liam", "Elsa", "Oskar", "Astrid", "Nils", "Saga", "Axel"],
            ["Andersson", "Johansson", "Lindberg", "Nyström", "Björk", "Holm", "Sjöberg", "Öberg"],
            ["Göteborg", "Malmö", "Uppsala", "Örebro"], ["Storgatan", "Skolgatan", "Kungsgatan", "Björkvägen"]),
    ];

    /// <summary>Plain letters, for mail addresses.</summary>
    public static string Ascii(string text) => string.Concat(text.ToLowerInvariant().Select(c => c switch
    {
        'ä' or 'á' or 'å' or 'à' => "a",
        'é' or 'è' or 'ę' or 'ë' => "e",
        'í' or 'ï' => "i",
        'ö' or 'ó' or 'ø' => "o",
        'ü' or 'ú' => "u",
        'ß' => "ss",
        'ł' => "l",
        'ñ' or 'ń' => "n",
        'ś' => "s",
        'ź' or 'ż' => "z",
        'ć' or 'ç' => "c",
        _ => c.ToString(),
    }));
}
