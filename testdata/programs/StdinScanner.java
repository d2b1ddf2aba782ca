// java.util.Scanner on standard input.
// stdin: 3 4.5 word true
// stdin: a whole line, with commas
// stdin: 0x1f 99999999999 1,234
// stdin: key=value;k2=v2
// stdin: last
import java.util.*;

public class StdinScanner {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in).useLocale(Locale.US);
        System.out.println(in.nextInt() + in.nextDouble() + in.next() + in.nextBoolean());
        System.out.println("[" + in.nextLine() + "][" + in.nextLine() + "]");
        System.out.println(in.hasNextInt() + " " + in.next() + " " + in.hasNextInt() + in.hasNextLong() + " " + in.nextLong() + " " + in.nextInt());
        in.nextLine();
        System.out.println(in.findInLine("(\\w+)=(\\w+)") + " " + in.match().group(2));
        in.useDelimiter("[;=\\n]");
        System.out.println(in.next() + "|" + in.next() + "|" + in.next() + "|" + in.hasNext());
        try {
            in.next();
            in.next();
        } catch (NoSuchElementException e) {
            System.out.println(e.getClass().getSimpleName());
        }
        Scanner s = new Scanner("1 x 2.5").useLocale(Locale.US);
        s.nextInt();
        try {
            s.nextInt();
        } catch (InputMismatchException e) {
            System.out.println(e.getMessage() + s.next() + s.nextBigDecimal());
        }
        System.out.println(new Scanner("a,b,,c").useDelimiter(",").tokens().toList());
    }
}
