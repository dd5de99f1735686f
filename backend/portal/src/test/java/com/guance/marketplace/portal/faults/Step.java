package com.guance.marketplace.portal.faults;

/** What a buyer asks for, one after the other. */
enum Step {
    LAND,
    SEND_CODE,
    VERIFY_EMAIL,
    SAVE_BASIC_INFO,
    REGISTER,
    OPEN_WORKSPACE,
    SIGN_IN,
    CREATE_WORKSPACE;

    boolean isLast() {
        return this == CREATE_WORKSPACE;
    }

    Step next() {
        return values()[ordinal() + 1];
    }
}
