// runs: (5)=1105
public class InnerOuter {
    int x;

    class Inner {
        int x = 100;

        class Deep {
            int x = 1000;
            int sum() { return x + Inner.this.x + InnerOuter.this.x; }
        }
    }

    public static int test(int n) {
        InnerOuter o = new InnerOuter();
        o.x = n;
        Inner i = o.new Inner();
        Inner.Deep d = i.new Deep();
        return d.sum();
    }
}
