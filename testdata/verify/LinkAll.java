/** Links the classes that are named on standard input and says what that threw. */
public class LinkAll {
    public static void main(String[] args) throws Exception {
        var names = new String(System.in.readAllBytes()).split("\n");
        for (String name : names) {
            String outcome = "accepted";
            try {
                Class.forName(name);
            } catch (Throwable t) {
                outcome = t.toString();
            }
            System.out.println("== " + name + "\n" + outcome);
        }
    }
}
