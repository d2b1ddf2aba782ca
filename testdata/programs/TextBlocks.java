// Text blocks: indentation, escapes, line joining.
public class TextBlocks {
    public static void main(String[] args) {
        String html = """
            <html>
                <p>Hello, "%s"</p>
            </html>
            """;
        System.out.print(html.formatted("world"));
        System.out.println("""
            no newline at the end""" + "|");
        System.out.println("""
            one \
            line, \
            joined""");
        System.out.println("""
            trailing space\s
            tab\there \"""quotes\""" back\\slash
              indented   
            \u0041 octal \101 end""".replace(' ', '.'));
        System.out.println("""
          less
        least
            more
        """.lines().map(l -> l.length() + ":" + l).toList());
        System.out.println("  a\n    b\n".stripIndent() + "x\\ty".translateEscapes() + "a\nb".indent(2));
        System.out.println("""
            """.isEmpty());
    }
}
