// runs: (5)="25 5 5 dsbs"
public class FieldHiding {
    static class Base {
        int x = 10;
        static String s = "bs";
    }

    static class Derived extends Base {
        int x = 20;
        static String s = "ds";
        int up() { return super.x; }
    }

    public static Object test(int n) {
        Derived d = new Derived();
        Base b = d;
        d.x += n;
        ((Base) d).x -= n;
        return d.x + " " + b.x + " " + d.up() + " " + Derived.s + Base.s;
    }
}
