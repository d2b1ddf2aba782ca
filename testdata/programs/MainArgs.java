// The launcher hands every argument over unchanged.
// args: one "two words" --three= "" ünï -Dnot.a.property=x
public class MainArgs {
    public static void main(String... args) {
        System.out.println(args.length);
        for (String a : args) {
            System.out.println("[" + a + "] " + a.length());
        }
        System.out.println(System.getProperty("not.a.property"));
    }
}
