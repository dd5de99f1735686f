/** The buyer's mailbox, read by IMAP from the mail server of the local stack. */
@NullMarked
package com.guance.marketplace.emulator.mail;

import org.jspecify.annotations.NullMarked;
