// Helpful NullPointerException messages with local variable names in the class file.
// javac: -g
// exit: 1
public class HelpfulNpeNames {
    String text;
    HelpfulNpeNames[] many;

    static int use(HelpfulNpeNames first, int index, long wide, String[] names) {
        for (int round = 0; round < 4; round++) {
            try {
                String local = names == null ? null : names[0];
                switch (round) {
                    case 0: index += first.text.length(); break;
                    case 1: index += local.length(); break;
                    case 2: index += first.many[index].text.length(); break;
                    default: names[index] = "x";
                }
            } catch (NullPointerException e) {
                System.out.println(e.getMessage());
            }
        }
        return index;
    }

    int member(int depth) {
        HelpfulNpeNames other = depth == 0 ? null : this;
        return other.text.length() + this.many.length;
    }

    public static void main(String[] args) {
        System.out.println(use(new HelpfulNpeNames(), 2, 1L, null));
        for (int depth = 0; depth < 2; depth++) {
            try {
                new HelpfulNpeNames().member(depth);
            } catch (NullPointerException e) {
                System.out.println(e.getMessage());
            }
        }
        args = null;
        System.out.println(args.length);
    }
}
