package three;

public class E extends two.D implements Says {
    @Override public final String f() { return "E.f>" + super.f(); }
}
